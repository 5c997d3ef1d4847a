//! How a team's own tables of parameters and telecommands are to be understood.

use regex::Regex;

/// What the rows of a table, or the sections under headings, describe, and which column says what.
#[derive(Debug, Clone)]
pub struct Shape {
    /// What is described.
    pub items: Items,
    /// What the heading above looks like; its named groups say what the columns of the same names would.
    pub heading: Option<Regex>,
    /// The columns without which a table is another one.
    pub requires: Vec<String>,
    /// Where each field stands: the names of columns, the first that is there and not empty first.
    pub columns: Vec<(Field, Vec<String>)>,
}

/// What a table can describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// Telemetry parameters.
    Parameters,
    /// Telecommands.
    Telecommands,
    /// Arguments of telecommands that are described elsewhere.
    Arguments,
    /// Labels of enumerations whose parameters or arguments are described elsewhere.
    Labels,
    /// Alarm limits of parameters that are described elsewhere.
    Alarms,
}

impl Items {
    /// Every kind with its key in the project file.
    pub const ALL: [(&'static str, Items); 5] = [
        ("parameters", Items::Parameters),
        ("telecommands", Items::Telecommands),
        ("arguments", Items::Arguments),
        ("labels", Items::Labels),
        ("alarms", Items::Alarms),
    ];

    /// Tells whether they belong to something that is described elsewhere.
    pub fn belong(self) -> bool {
        matches!(self, Items::Arguments | Items::Labels | Items::Alarms)
    }
}

/// What a column can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The name of the item, or the label.
    Name,
    /// Another name: an identifier, a code.
    Alias,
    /// The telecommand of an argument; the parameter, or `TELECOMMAND.ARGUMENT`, of a label.
    Of,
    /// The kind of values.
    Type,
    /// The unit.
    Unit,
    /// The least and the greatest value: `0-100`, `-40 to +85`.
    Range,
    /// The least value.
    Minimum,
    /// The greatest value.
    Maximum,
    /// Labels with their numbers: `0=OFF, 1=ON`.
    Labels,
    /// The number of a label.
    Value,
    /// The value that holds where none is given.
    Default,
    /// The arguments of a telecommand: `mode: u8, rate: u16`.
    Arguments,
    /// Whether sending is hazardous, or how grave it is.
    Significance,
    /// What the item is.
    Description,
    /// The limits of an alarm level: the lower and the upper one, or one column that holds the range without alarm.
    Watch,
    /// The same of the next level.
    Warning,
    /// The same of the next level.
    Distress,
    /// The same of the next level.
    Critical,
    /// The same of the gravest level.
    Severe,
}

impl Field {
    /// Every field with its key in the project file.
    pub const ALL: [(&'static str, Field); 19] = [
        ("name", Field::Name),
        ("alias", Field::Alias),
        ("of", Field::Of),
        ("type", Field::Type),
        ("unit", Field::Unit),
        ("range", Field::Range),
        ("minimum", Field::Minimum),
        ("maximum", Field::Maximum),
        ("labels", Field::Labels),
        ("value", Field::Value),
        ("default", Field::Default),
        ("arguments", Field::Arguments),
        ("significance", Field::Significance),
        ("description", Field::Description),
        ("watch", Field::Watch),
        ("warning", Field::Warning),
        ("distress", Field::Distress),
        ("critical", Field::Critical),
        ("severe", Field::Severe),
    ];

    /// The levels of alarms, the slightest first.
    pub const LEVELS: [Field; 5] = [Field::Watch, Field::Warning, Field::Distress, Field::Critical, Field::Severe];

    /// Returns the key in the project file.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, field)| *field == self).map_or("", |(key, _)| key)
    }
}

impl Shape {
    /// Returns the columns that may say a field.
    pub fn columns_of(&self, field: Field) -> &[String] {
        self.columns.iter().find(|(of, _)| *of == field).map_or(&[], |(_, columns)| columns)
    }

    /// Tells whether the heading says a field.
    pub fn heading_says(&self, field: Field) -> bool {
        let named = |heading: &Regex| heading.capture_names().flatten().any(|name| name == field.key());
        self.heading.as_ref().is_some_and(named)
    }
}
