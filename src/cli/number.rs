//! Whole numbers from the command line.

use std::ops::RangeInclusive;

use brigade::error::Message;

/// Any number, such as a seed.
pub const ANY: RangeInclusive<u64> = 0..=u64::MAX;

/// Takes a whole number within a range.
pub fn whole<T: TryFrom<u64>>(range: RangeInclusive<u64>) -> impl Fn(&str) -> Result<T, Message> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| match *range.end() {
            u64::MAX => Message::AnyWhole,
            high => Message::WholeBetween { low: *range.start(), high },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_of_the_range_is_told_the_range() {
        assert_eq!(whole::<u16>(1..=256)("256"), Ok(256));
        for text in ["0", "257", "-1", "1.5", "two", "", "99999999999999999999"] {
            assert_eq!(whole::<u16>(1..=256)(text), Err(Message::WholeBetween { low: 1, high: 256 }), "{text}");
        }
        assert_eq!(whole::<u64>(ANY)("-1"), Err(Message::AnyWhole));
    }
}
