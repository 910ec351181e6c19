//! Index types: one newtype per kind of thing, so that indices can't be mixed up.

/// Defines an index type, which slices and vectors take as index.
#[doc(hidden)]
#[macro_export]
macro_rules! new_id_type {
    ($(#[$attribute:meta])* $name:ident($inner:ty)) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($inner);

        impl $name {
            /// The id of an index.
            #[inline]
            pub const fn new(index: usize) -> Self {
                Self(index as $inner)
            }

            /// Its index.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The ids from 0 to `count` - 1.
            #[inline]
            pub fn range(count: usize) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
                (0..count).map(Self::new)
            }

            /// Items with their ids, from 0.
            #[inline]
            pub fn enumerate<I: IntoIterator>(items: I) -> impl Iterator<Item = (Self, I::Item)> {
                items.into_iter().enumerate().map(|(index, item)| (Self::new(index), item))
            }
        }

        impl From<usize> for $name {
            #[inline]
            fn from(index: usize) -> Self {
                Self::new(index)
            }
        }

        impl<T> std::ops::Index<$name> for [T] {
            type Output = T;

            #[inline]
            fn index(&self, id: $name) -> &T {
                &self[id.index()]
            }
        }

        impl<T> std::ops::IndexMut<$name> for [T] {
            #[inline]
            fn index_mut(&mut self, id: $name) -> &mut T {
                &mut self[id.index()]
            }
        }

        impl<T> std::ops::Index<$name> for Vec<T> {
            type Output = T;

            #[inline]
            fn index(&self, id: $name) -> &T {
                &self[id.index()]
            }
        }

        impl<T> std::ops::IndexMut<$name> for Vec<T> {
            #[inline]
            fn index_mut(&mut self, id: $name) -> &mut T {
                &mut self[id.index()]
            }
        }
    };
}

#[doc(hidden)]
pub use new_id_type as id_type;

id_type! {
    /// Index of a crew.
    CrewId(usize)
}
id_type! {
    /// Index of a site.
    SiteId(usize)
}
id_type! {
    /// Index of a job.
    #[derive(Default)]
    JobId(usize)
}
id_type! {
    /// Index of a date within the horizon.
    DayId(usize)
}
id_type! {
    /// Index of a shift.
    ShiftId(usize)
}
id_type! {
    /// Index of a skill.
    SkillId(usize)
}
id_type! {
    /// Index of a tool.
    ToolId(usize)
}
id_type! {
    /// Index of a place in the travel matrix; readers put the sites first, then the bases of the crews.
    PlaceId(usize)
}
