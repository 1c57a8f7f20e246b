//! Reads JSON into the types of the wire, in a fraction of the size of a general reader: a text becomes a [`Value`], and
//! each type takes its parts out of it. An unreadable answer is just unreadable, since no visitor would make use of the
//! reason. To read one more type: a line in `wire.rs`.

mod reader;
mod wire;

use std::collections::BTreeMap;

use reader::Reader;
pub use wire::date;

/// Why a text is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What a text spells.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, or what nobody reads.
    Null,
    /// Yes or no.
    Bool(bool),
    /// Any number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several values.
    List(Vec<Self>),
    /// Values by name.
    Object(Vec<(String, Self)>),
}

impl Value {
    /// The part called `name`; nothing when there is none.
    pub fn part<T: Read>(&mut self, name: &str) -> Option<T> {
        T::read(self.named(name))
    }

    fn named(&mut self, name: &str) -> Self {
        let Self::Object(entries) = self else { return Self::Null };
        let entry = entries.iter_mut().find(|(key, _)| key == name);
        entry.map_or(Self::Null, |(_, value)| std::mem::replace(value, Self::Null))
    }
}

/// What can be read.
pub trait Read: Sized {
    /// Taken out of the value, unless it is of another kind.
    fn read(value: Value) -> Option<Self>;
}

/// The value that `text` spells.
///
/// # Errors
/// When it spells none, or another one.
pub fn read<T: Read>(text: &str) -> Result<T, Unreadable> {
    T::read(parse(text)?).ok_or(Unreadable)
}

fn parse(text: &str) -> Result<Value, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    if reader.peek() == 0 { Ok(value) } else { Err(Unreadable) }
}

impl Read for () {
    fn read(value: Value) -> Option<Self> {
        (value == Value::Null).then_some(())
    }
}

impl Read for bool {
    fn read(value: Value) -> Option<Self> {
        if let Value::Bool(value) = value { Some(value) } else { None }
    }
}

impl Read for f64 {
    fn read(value: Value) -> Option<Self> {
        if let Value::Number(value) = value { Some(value) } else { None }
    }
}

impl Read for i64 {
    fn read(value: Value) -> Option<Self> {
        let number = f64::read(value)?;
        // Whole, and small enough for a double to tell it from its neighbours.
        (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as Self)
    }
}

impl Read for u32 {
    fn read(value: Value) -> Option<Self> {
        let number = f64::read(value)?;
        // A cast saturates: what does not come back was no such number.
        Some(number as Self).filter(|whole| f64::from(*whole) == number)
    }
}

impl Read for u16 {
    fn read(value: Value) -> Option<Self> {
        u32::read(value)?.try_into().ok()
    }
}

impl Read for u8 {
    fn read(value: Value) -> Option<Self> {
        u32::read(value)?.try_into().ok()
    }
}

impl Read for String {
    fn read(value: Value) -> Option<Self> {
        if let Value::Text(value) = value { Some(value) } else { None }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value) -> Option<Self> {
        let Value::List(values) = value else { return None };
        let mut read = Self::with_capacity(values.len());
        for value in values {
            read.push(T::read(value)?);
        }
        Some(read)
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(value: Value) -> Option<Self> {
        let Value::Object(entries) = value else { return None };
        let mut read = Self::new();
        for (name, value) in entries {
            read.insert(name, T::read(value)?);
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests;
