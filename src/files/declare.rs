//! Declares a table: from one row per column its schema, the record of a row and the record's reader derive.

use super::table::Fields;

/// What a row of a table states.
pub trait TableRecord {
    /// Reads a row; the default in place of a blank or invalid cell.
    fn read(row: &mut Fields) -> Self;

    /// Adds the cells that read back as this row, one per column.
    fn write(&self, cells: &mut Vec<String>);
}

/// `TABLE: Columns -> Record = "name" [other names], required or optional { columns } carries [further columns]`, where
/// further columns may be there and mean nothing.
///
/// A column is its meaning, its field and name, the type of its value, then one of
/// - `needed()`: every row needs a value; the record's field is an option, since rows with faults are read on;
/// - `optional("what that means")`: the record's field is an option;
/// - `or(default)`, or `or(default, "as the documentation says it")`;
///
/// how it is read, and its other names. `group(TABLE: Columns)` stands for all columns of another table.
///
/// Where a record `fills` a type of the model, a column that ends in `=> field` goes as it is into that field, by the
/// record's `fill`; what needs a look at other tables is linked by hand.
macro_rules! table {
    (
        #[doc = $about:literal]
        $TABLE:ident: $Columns:ident -> $Record:ident $(fills $Model:ident)?
            = $name:literal $aliases:expr, $needed:ident {
            $(
                $(#[doc = $meaning:literal])?
                $field:ident: $type:ty = $mode:ident($($default:tt)*) $($parse:expr, $names:expr $(=> $to:ident)?)?;
            )+
        } $(carries $carried:expr)?
    ) => {
        table! {
            #[doc = $about]
            $TABLE: $Columns = $name $aliases, $needed {
                $($(#[doc = $meaning])? $field: $type = $mode($($default)*) $($parse, $names)?;)+
            } carries table!(@carried $($carried)?)
        }

        #[doc = concat!("A row of ", $name, ".csv.")]
        #[derive(Clone, Debug)]
        pub struct $Record {
            $($(#[doc = $meaning])? pub $field: table!(@value $mode, $type),)+
        }

        impl $crate::files::declare::TableRecord for $Record {
            fn read(row: &mut $crate::files::table::Fields) -> Self {
                Self { $($field: table!(@read $mode, $type, row, $TABLE.$field, $($default)*)),+ }
            }

            fn write(&self, cells: &mut Vec<String>) {
                $(table!(@write $mode, self.$field, cells);)+
            }
        }

        table!(@fills $Record, [$($Model)?], $($field [$($($to)?)?])+);
    };
    (
        #[doc = $about:literal]
        $TABLE:ident: $Columns:ident = $name:literal $aliases:expr, $needed:ident {
            $(
                $(#[doc = $meaning:literal])?
                $field:ident: $type:ty = $mode:ident($($default:tt)*) $($parse:expr, $names:expr)?;
            )+
        } carries $carried:expr
    ) => {
        #[doc = concat!("The columns of ", $name, ".csv.")]
        #[derive(Debug)]
        #[allow(dead_code, reason = "some columns are only read, by their record")]
        pub struct $Columns {
            /// The table.
            pub schema: $crate::files::schema::Schema,
            $($(#[doc = $meaning])? pub $field: table!(@column_type $mode, $type, $($default)*),)+
        }

        #[doc = $about]
        pub static $TABLE: $Columns = $Columns {
            schema: $crate::files::schema::Schema {
                name: $name,
                aliases: &$aliases,
                required: table!(@needed $needed),
                meaning: $about.trim_ascii(),
                parts: &[$(table!(@part $mode, ($($default)*), $field, $type, $($meaning, $names)?)),+],
                carried: &$carried,
            },
            $($field: table!(@column $mode, ($($default)*), $field, $type, $($meaning, $names, $parse)?),)+
        };
    };

    (@fills $Record:ident, [], $($rest:tt)*) => {};
    (@fills $Record:ident, [$Model:ident], $($field:ident [$($to:ident)?])+) => {
        impl $Record {
            /// Takes over what the row states of it and needs no linking.
            pub fn fill(&self, model: &mut $Model) {
                $($(model.$to.clone_from(&self.$field);)?)+
            }
        }
    };

    (@carried) => { [] };
    (@carried $carried:expr) => { $carried };

    (@needed required) => { true };
    (@needed optional) => { false };

    (@value or, $type:ty) => { $type };
    (@value group, $type:ty) => { $type };
    (@value $mode:ident, $type:ty) => { Option<$type> };

    (@read or, $type:ty, $row:ident, $column:expr, $default:expr $(, $shown:literal)?) => {
        $row.get(&$column).unwrap_or($default)
    };
    (@read group, $type:ty, $row:ident, $column:expr, $table:ident: $Columns:ident) => {
        <$type as $crate::files::declare::TableRecord>::read($row)
    };
    (@read $mode:ident, $type:ty, $row:ident, $column:expr, $($shown:literal)?) => { $row.get(&$column) };

    (@write group, $value:expr, $cells:ident) => { $value.write($cells) };
    (@write $mode:ident, $value:expr, $cells:ident) => {
        $cells.push($crate::files::written::WrittenCell::cell(&$value))
    };

    (@column_type group, $type:ty, $table:ident: $Columns:ident) => { &'static $Columns };
    (@column_type $mode:ident, $type:ty, $($default:tt)*) => { $crate::files::schema::TableColumn<$type> };

    (@part group, ($table:ident: $Columns:ident), $field:ident, $type:ty,) => { $crate::files::schema::SchemaPart::Columns(&$table.schema) };
    (@part $mode:ident, $default:tt, $field:ident, $type:ty, $meaning:literal, $names:expr) => {
        $crate::files::schema::SchemaPart::Column(table!(@heading $mode, $default, $field, $type, $meaning, $names))
    };

    (@column group, ($table:ident: $Columns:ident), $field:ident, $type:ty,) => { &$table };
    (@column $mode:ident, $default:tt, $field:ident, $type:ty, $meaning:literal, $names:expr, $parse:expr) => {
        $crate::files::schema::TableColumn {
            heading: table!(@heading $mode, $default, $field, $type, $meaning, $names),
            parse: |cell| ($parse)(cell),
        }
    };

    (@heading $mode:ident, $default:tt, $field:ident, $type:ty, $meaning:literal, $names:expr) => {
        $crate::files::schema::Heading {
            name: stringify!($field),
            required: table!(@is_needed $mode),
            aliases: &$names,
            default: table!(@shown $mode, $default),
            meaning: $meaning.trim_ascii(),
            kind: <$type as $crate::files::written::WrittenCell>::KIND,
        }
    };

    (@is_needed needed) => { true };
    (@is_needed $mode:ident) => { false };

    (@shown needed, ()) => { "needed" };
    (@shown optional, ($shown:literal)) => { $shown };
    (@shown or, ($default:literal)) => { stringify!($default) };
    (@shown or, ($default:expr, $shown:literal)) => { $shown };
}

pub(super) use table;
