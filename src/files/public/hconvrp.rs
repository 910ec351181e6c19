//! Consistent vehicle routing with a mixed fleet (Stavropoulou 2022): some days, one depot, and one vehicle for each customer
//! on all its days.

use super::lines::{Text, TextLine, TextLines};
use crate::error::InvalidInput;

/// A week of visits in which each customer sees one vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Consistent {
    /// Days.
    pub days: usize,
    /// Longest duration of a route.
    pub longest: f64,
    /// Where vehicles start and end.
    pub depot: (f64, f64),
    /// The customers, numbered from 1.
    pub customers: Vec<Customer>,
    /// The vehicles, type by type.
    pub vehicles: Vec<MixedVehicle>,
}

/// A customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// Where.
    pub at: (f64, f64),
    /// How long a visit takes.
    pub service: f64,
    /// Demand by day, 0 = no visit.
    pub demands: Vec<f64>,
    /// Whether each vehicle may visit the customer.
    pub allowed: Vec<bool>,
}

/// A vehicle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixedVehicle {
    /// Capacity on a day.
    pub capacity: f64,
    /// Cost of each day on which it is used.
    pub fixed: f64,
    /// Cost of a unit of distance.
    pub variable: f64,
    /// Distance in a unit of time.
    pub speed: f64,
}

/// Customers or vehicles, at most.
const MOST: u32 = 10_000;
const TYPE: &str = "TYPEn number capacity fixed-cost variable-cost speed";

/// Reads the problem.
pub fn parse(text: &Text) -> Result<Consistent, InvalidInput> {
    let mut rows = text.rows();
    rows.expect("a line 'NAME name'")?;
    let longest = numbers(&mut rows, "MAXTIME", 1)?.amount(1, "MAXTIME")?;
    let days = numbers(&mut rows, "DAYS", 1)?.whole(1, "DAYS", 1..=28)? as usize;
    // Some files have more or fewer vehicles than they say here.
    numbers(&mut rows, "FLEET SIZE", 1)?.whole(2, "FLEET SIZE", 1..=MOST)?;
    let types = numbers(&mut rows, "VEHICLE TYPES", 1)?.whole(2, "VEHICLE TYPES", 1..=1_000)?;
    let mut vehicles = Vec::new();
    for _ in 0..types {
        let row = rows.expect(&format!("a line with {TYPE}"))?;
        let (number, vehicle) = vehicle(&row)?;
        if vehicles.len() + number > MOST as usize {
            return Err(row.fault(&format!("write at most {MOST} vehicles in all")));
        }
        vehicles.extend(std::iter::repeat_n(vehicle, number));
    }
    let row = numbers(&mut rows, "CUSTOMERS", 1)?;
    let fleet = vehicles.len();
    if fleet == 0 {
        return Err(row.fault("there is no vehicle above"));
    }
    let count = row.whole(1, "CUSTOMERS", 1..=MOST)? as usize;
    let row = numbers(&mut rows, "DEPOT", 2)?;
    let depot = (row.coordinate(1, "x")?, row.coordinate(2, "y")?);
    numbers(&mut rows, "CUSTOMERCOORDINATES", 0)?;
    let mut customers = Vec::new();
    let first = loop {
        let row = rows.expect("a line with x y service-time, or the keyword CUSTOMERDEMANDS")?;
        if row.is("CUSTOMERDEMANDS") {
            break row;
        }
        customers.push(customer(&row, fleet)?);
    };
    // Some files count the depot too.
    if customers.is_empty() || ![count, count - 1].contains(&customers.len()) {
        return Err(first.fault(&format!("{count} customers are announced, {} have coordinates", customers.len())));
    }
    let all = customers.len();
    for _ in 0..all {
        let row = rows.expect("a line with the number of a customer and its demand on each day")?;
        let customer = numbered(&row, &mut customers, days, "demands")?;
        if !customer.demands.is_empty() {
            return Err(row.fault("this customer has its demands above; give each one line"));
        }
        customer.demands = (1..=days).map(|day| row.amount(day, "demand")).collect::<Result<_, _>>()?;
    }
    if let Some(row) = rows.take() {
        if !starts(&row, "COMPATIBILITY RESTRICTIONS") || row.words.len() != 2 {
            return Err(row.fault("write the line COMPATIBILITY RESTRICTIONS, or end the file here"));
        }
        for _ in 0..all {
            let row = rows.expect("a line with the number of a customer, and 0 or 1 for each vehicle")?;
            let customer = numbered(&row, &mut customers, fleet, "vehicles, 0 or 1 each")?;
            let may = |vehicle| row.whole(vehicle, "0 or 1", 0..=1).map(|may| may == 1);
            customer.allowed = (1..=fleet).map(may).collect::<Result<_, _>>()?;
        }
    }
    match rows.take() {
        Some(row) => Err(row.fault("nothing may follow the last customer")),
        None => Ok(Consistent { days, longest, depot, customers, vehicles }),
    }
}

fn starts(row: &TextLine<'_>, words: &str) -> bool {
    let mut known = words.split(' ').zip(row.words.iter().copied().chain(std::iter::repeat("")));
    known.all(|(known, word)| known.eq_ignore_ascii_case(word))
}

/// The next line, which is some words and so many numbers.
fn numbers<'t>(rows: &mut TextLines<'t>, words: &str, count: usize) -> Result<TextLine<'t>, InvalidInput> {
    let expected = format!("a line with {words} and {count} numbers");
    let row = rows.expect(&expected)?;
    let length = words.split(' ').count() + count;
    if starts(&row, words) && row.words.len() == length {
        Ok(row)
    } else {
        Err(row.fault(&format!("write {expected}")))
    }
}

fn vehicle(row: &TextLine<'_>) -> Result<(usize, MixedVehicle), InvalidInput> {
    if row.words.len() != 6 {
        return Err(row.fault(&format!("write a line with {TYPE}")));
    }
    let vehicle = MixedVehicle {
        capacity: row.amount(2, "capacity")?,
        fixed: row.amount(3, "fixed cost")?,
        variable: row.amount(4, "variable cost")?,
        speed: row.amount(5, "speed")?,
    };
    if !(0.01..=100.0).contains(&vehicle.speed) {
        return Err(row.fault("write a speed from 0.01 to 100"));
    }
    Ok((row.whole(1, "number", 0..=MOST)? as usize, vehicle))
}

fn customer(row: &TextLine<'_>, vehicles: usize) -> Result<Customer, InvalidInput> {
    // In some of the published files a customer has a zero before its service time.
    let service = match row.words.len() {
        3 => 2,
        4 if row.words[2] == "0" => 3,
        _ => return Err(row.fault("write a line with x y service-time, or the keyword CUSTOMERDEMANDS")),
    };
    let (at, service) = ((row.coordinate(0, "x")?, row.coordinate(1, "y")?), row.amount(service, "service time")?);
    Ok(Customer { at, service, demands: Vec::new(), allowed: vec![true; vehicles] })
}

/// The customer whose number begins a line with so many entries.
fn numbered<'c>(
    row: &TextLine<'_>,
    customers: &'c mut [Customer],
    entries: usize,
    what: &str,
) -> Result<&'c mut Customer, InvalidInput> {
    let number = row.whole(0, "customer", 1..=customers.len() as u32)? as usize;
    if row.words.len() != entries + 1 {
        return Err(row.fault(&format!("write the number of a customer and {entries} {what}")));
    }
    Ok(&mut customers[number - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "NAME small\n\nMAXTIME 35\nDAYS 2\n\nFLEET SIZE 3\nVEHICLE TYPES 2\nTYPE1 1 18 130 5 1\n\
                        TYPE2 2 15 100 3 1.5\n\nCUSTOMERS 3\n\nDEPOT 0 0\n\nCUSTOMERCOORDINATES \n8.18 9.781 1 \n3 4 2\n\n\
                        CUSTOMERDEMANDS\n1 3 0\n2 1 2\n";

    #[test]
    fn customers_and_the_fleet() {
        let read = parse(&Text::of(CASE)).expect("a valid file");
        assert_eq!((read.days, read.longest, read.customers.len(), read.vehicles.len()), (2, 35.0, 2, 3));
        assert_eq!(read.vehicles[2], MixedVehicle { capacity: 15.0, fixed: 100.0, variable: 3.0, speed: 1.5 });
        assert_eq!(read.customers[1].demands, [1.0, 2.0]);
        let limited =
            parse(&Text::of(&format!("{CASE}COMPATIBILITY RESTRICTIONS\n1 1 0 1\n2 1 1 1\n"))).expect("valid");
        assert_eq!(limited.customers[0].allowed, [true, false, true]);
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("MAXTIME 35", "MAXTIME"), 3, "MAXTIME and 1 numbers"),
            (CASE.replace("TYPE2 2", "TYPE2 10000"), 9, "at most 10000 vehicles"),
            (CASE.replace("TYPE1 1", "TYPE1 0").replace("TYPE2 2", "TYPE2 0"), 11, "no vehicle above"),
            (CASE.replace("3 1.5", "3 0"), 9, "speed from 0.01"),
            (CASE.replace("CUSTOMERS 3", "CUSTOMERS 5"), 19, "5 customers are announced, 2"),
            (CASE.replace("3 4 2", "3 four 2"), 17, "write a number"),
            (CASE.replace("2 1 2\n", "2 1\n"), 21, "and 2 demands"),
            (CASE.replace("2 1 2\n", "1 1 2\n"), 21, "has its demands above"),
            (CASE.replace("2 1 2\n", ""), 20, "the file ends here"),
            (format!("{CASE}COMPATIBILITY RESTRICTIONS\n1 1 0 1\n2 1 1\n"), 24, "and 3 vehicles"),
            (format!("{CASE}MORE\n"), 22, "COMPATIBILITY RESTRICTIONS"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, Some(line), "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
