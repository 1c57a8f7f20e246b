//! The text of JSON, piece by piece (RFC 8259).

use super::{Unreadable, Value};

/// Values nested deeper than this are refused.
const MAX_DEPTH: u32 = 64;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Reader<'_> {
    /// The next byte that is no blank; 0 at the end.
    pub(super) fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    /// Passes over `word` if it comes next.
    pub(super) fn take(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Between two entries: whether another one comes before `end`.
    pub(super) fn another(&mut self, first: &mut bool, end: u8) -> Result<bool, Unreadable> {
        if self.peek() == end {
            self.at += 1;
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    pub(super) fn string(&mut self) -> Result<String, Unreadable> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(Unreadable)?;
            let plain = rest.find(['"', '\\']).ok_or(Unreadable)?;
            string.push_str(rest.get(..plain).ok_or(Unreadable)?);
            self.at += plain + 1;
            if rest.as_bytes().get(plain) == Some(&b'"') {
                return Ok(string);
            }
            let escape = self.text.as_bytes().get(self.at).copied().ok_or(Unreadable)?;
            self.at += 1;
            string.push(match escape {
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'"' | b'\\' | b'/' => char::from(escape),
                b'u' => self.escaped()?,
                _ => return Err(Unreadable),
            });
        }
    }

    /// The character of `\uXXXX`, or of two of them that make one (RFC 8259 §7).
    fn escaped(&mut self) -> Result<char, Unreadable> {
        let high = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high).ok_or(Unreadable);
        }
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
            return Err(Unreadable);
        }
        self.at += 2;
        let low = self.four_digits()?.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(Unreadable)?;
        char::from_u32(0x10000 + ((high - 0xD800) << 10) + low).ok_or(Unreadable)
    }

    fn four_digits(&mut self) -> Result<u32, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// A number. Coordinates and counts have far fewer digits than are exact here; exponents are not written by our
    /// server, and read as nothing.
    fn number(&mut self) -> Result<Value, Unreadable> {
        let negative = self.take("-");
        let (mut digits, mut power, mut point, start, mut exponent) =
            (0.0_f64, 1.0_f64, false, self.at, false);
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'0'..=b'9' if digits < 9e14 => {
                    digits = digits * 10.0 + f64::from(byte - b'0');
                    power *= if point { 10.0 } else { 1.0 };
                }
                // Beyond what a double can tell apart.
                b'0'..=b'9' if point => {}
                b'.' if !point => point = true,
                b'0'..=b'9' | b'e' | b'E' | b'+' | b'-' => exponent = true,
                b'.' => return Err(Unreadable),
                _ => break,
            }
            self.at += 1;
        }
        if self.at == start {
            return Err(Unreadable);
        }
        // Both are exact below 2⁵³ and 10²², so the quotient is the nearest double.
        let value = if negative { -digits / power } else { digits / power };
        Ok(if exponent { Value::Null } else { Value::Number(value) })
    }

    /// The value that comes next.
    pub(super) fn value(&mut self, depth: u32) -> Result<Value, Unreadable> {
        let mut first = true;
        Ok(match self.peek() {
            _ if depth > MAX_DEPTH => return Err(Unreadable),
            b'"' => Value::Text(self.string()?),
            b'{' => {
                self.at += 1;
                let mut entries = Vec::new();
                while self.another(&mut first, b'}')? {
                    let name = self.string()?;
                    self.expect(b':')?;
                    entries.push((name, self.value(depth + 1)?));
                }
                Value::Object(entries)
            }
            b'[' => {
                self.at += 1;
                let mut entries = Vec::new();
                while self.another(&mut first, b']')? {
                    entries.push(self.value(depth + 1)?);
                }
                Value::List(entries)
            }
            _ if self.take("true") => Value::Bool(true),
            _ if self.take("false") => Value::Bool(false),
            _ if self.take("null") => Value::Null,
            _ => self.number()?,
        })
    }
}
