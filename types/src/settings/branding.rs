//! The organisation's colours, and whether they can be read.

use super::Faults;
use crate::catalog::Branding;
use crate::problem::{FieldError, FieldErrorCode};

/// The least contrast of a text (WCAG 2.2 §1.4.3, level AA).
pub const TEXT_CONTRAST: f64 = 4.5;

impl Branding {
    /// Checks colours, corners, and that texts stand out from what they are on.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        let colors = [
            ("brand", &self.brand),
            ("brand_strong", &self.brand_strong),
            ("brand_soft", &self.brand_soft),
            ("on_brand", &self.on_brand),
            ("accent", &self.accent),
            ("accent_strong", &self.accent_strong),
        ];
        for (field, color) in colors {
            faults.color(field, color);
        }
        // Buttons carry `on_brand` on both; links are `brand_strong` on white.
        let pairs = [
            ("brand", &self.brand, self.on_brand.as_str()),
            ("brand_strong", &self.brand_strong, self.on_brand.as_str()),
            ("brand_strong", &self.brand_strong, "#FFFFFF"),
        ];
        for (field, color, on) in pairs {
            if contrast(color, on).is_some_and(|contrast| contrast < TEXT_CONTRAST)
                && !faults.0.iter().any(|fault| fault.field == field)
            {
                faults.add(field, FieldErrorCode::LowContrast);
            }
        }
        faults.within("radius_px", i64::from(self.radius_px), 0, 32);
        faults.all()
    }
}

/// How far two colours stand apart, 1 to 21 (WCAG 2.2, *contrast ratio*); none when one of them is no colour.
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// WCAG 2.2, *relative luminance*.
fn luminance(color: &str) -> Option<f64> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

#[cfg(test)]
mod tests {
    use super::contrast;
    use crate::catalog::Branding;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let near =
            |one, other, ratio: f64| assert!((contrast(one, other).unwrap() - ratio).abs() < 0.01, "{one}");
        near("#000000", "#FFFFFF", 21.0);
        near("#777777", "#FFFFFF", 4.48);
        near("#767676", "#ffffff", 4.54);
        assert_eq!(contrast("#12345é", "#FFFFFF"), None);
    }

    #[test]
    fn the_defaults_can_be_read_and_pale_brands_can_not() {
        assert_eq!(Branding::default().check(), Ok(()));
        let faults = |branding: Branding| {
            let faults = branding.check().err().unwrap_or_default();
            faults.into_iter().map(|fault| (fault.field, fault.code.as_str())).collect::<Vec<_>>()
        };
        let pale = Branding { brand: "#FFEE88".into(), radius_px: 40, ..Branding::default() };
        assert_eq!(faults(pale), [("brand".into(), "low_contrast"), ("radius_px".into(), "out_of_range")]);
        let none = Branding { on_brand: "white".into(), ..Branding::default() };
        assert_eq!(faults(none), [("on_brand".to_owned(), "not_color")]);
    }
}
