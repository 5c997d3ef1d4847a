//! Units: what they measure, and how a number goes from one to another.

/// A unit of a known quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures, in a word: `voltage`.
    pub quantity: &'static str,
    factor: f64,
    offset: f64,
}

impl Unit {
    /// Returns what a number in this unit is in another; nothing where the two measure different things.
    pub fn convert(self, value: f64, to: Unit) -> Option<f64> {
        if self == to {
            return Some(value);
        }
        let base = value * self.factor + self.offset;
        (self.quantity == to.quantity).then(|| tidy((base - to.offset) / to.factor))
    }

    /// Returns what a difference in this unit is in another, as a tolerance is one.
    pub fn convert_difference(self, value: f64, to: Unit) -> Option<f64> {
        (self.quantity == to.quantity).then(|| tidy(value * self.factor / to.factor))
    }
}

/// Takes away what counting in binary added: 28000 mV are 28 V, not 28.000000000000004.
fn tidy(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// Units that stand for themselves, each with its factor to the first of its quantity (BIPM brochure, 9th edition,
/// those accepted beside it, and what operations use). Sorted by quantity.
const UNITS: &[(&str, &str, f64)] = &[
    ("rad", "angle", 1.0),
    ("mrad", "angle", 1e-3),
    ("µrad", "angle", 1e-6),
    ("deg", "angle", std::f64::consts::PI / 180.0),
    ("°", "angle", std::f64::consts::PI / 180.0),
    ("rad/s", "angular rate", 1.0),
    ("mrad/s", "angular rate", 1e-3),
    ("deg/s", "angular rate", std::f64::consts::PI / 180.0),
    ("°/s", "angular rate", std::f64::consts::PI / 180.0),
    ("rpm", "angular rate", std::f64::consts::PI / 30.0),
    ("tr/min", "angular rate", std::f64::consts::PI / 30.0),
    ("Nms", "angular momentum", 1.0),
    ("mNms", "angular momentum", 1e-3),
    ("Nm", "torque", 1.0),
    ("mNm", "torque", 1e-3),
    ("Am²", "magnetic moment", 1.0),
    ("mAm²", "magnetic moment", 1e-3),
    ("bit", "amount of data", 1.0),
    ("bits", "amount of data", 1.0),
    ("kbit", "amount of data", 1e3),
    ("Mbit", "amount of data", 1e6),
    ("Gbit", "amount of data", 1e9),
    ("B", "amount of data", 8.0),
    ("o", "amount of data", 8.0),
    ("kB", "amount of data", 8e3),
    ("ko", "amount of data", 8e3),
    ("MB", "amount of data", 8e6),
    ("Mo", "amount of data", 8e6),
    ("GB", "amount of data", 8e9),
    ("Go", "amount of data", 8e9),
    ("bit/s", "data rate", 1.0),
    ("bps", "data rate", 1.0),
    ("kbit/s", "data rate", 1e3),
    ("kbps", "data rate", 1e3),
    ("Mbit/s", "data rate", 1e6),
    ("Mbps", "data rate", 1e6),
    ("%", "ratio", 1.0),
    ("dB", "level difference", 1.0),
    ("dBHz", "carrier to noise density", 1.0),
    ("m/s", "speed", 1.0),
    ("km/s", "speed", 1e3),
    ("mm/s", "speed", 1e-3),
    ("kg", "mass", 1.0),
    ("g", "mass", 1e-3),
    ("mg", "mass", 1e-6),
    ("s", "time", 1.0),
    ("sec", "time", 1.0),
    ("ms", "time", 1e-3),
    ("µs", "time", 1e-6),
    ("ns", "time", 1e-9),
    ("min", "time", 60.0),
    ("mn", "time", 60.0),
    ("h", "time", 3600.0),
    ("d", "time", 86400.0),
    ("bar", "pressure", 1e5),
    ("mbar", "pressure", 1e2),
    ("hPa", "pressure", 1e2),
    ("Wh", "energy", 3600.0),
    ("kWh", "energy", 3.6e6),
    ("VA", "apparent power", 1.0),
    ("Ah", "charge", 3600.0),
    ("mAh", "charge", 3.6),
    ("m", "length", 1.0),
    ("km", "length", 1e3),
    ("cm", "length", 1e-2),
    ("mm", "length", 1e-3),
    ("µm", "length", 1e-6),
    ("K", "temperature", 1.0),
    ("°C", "temperature", 1.0),
    ("degC", "temperature", 1.0),
    ("dBW", "power level", 1.0),
    ("dBm", "power level", 1.0),
];

/// Units that are written with prefixes.
const PREFIXED: &[(&str, &str)] = &[
    ("V", "voltage"),
    ("A", "current"),
    ("W", "power"),
    ("J", "energy"),
    ("Hz", "frequency"),
    ("Pa", "pressure"),
    ("N", "force"),
    ("T", "magnetic flux density"),
    ("Ω", "resistance"),
];

const PREFIXES: &[(&str, f64)] = &[("n", 1e-9), ("µ", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9)];

/// What else the units are called, in lower case.
const NAMES: &[(&str, &str)] = &[
    ("ampere", "A"),
    ("amperes", "A"),
    ("ampère", "A"),
    ("ampères", "A"),
    ("amp", "A"),
    ("amps", "A"),
    ("celsius", "°C"),
    ("deg c", "°C"),
    ("degc", "°C"),
    ("degree celsius", "°C"),
    ("degrees celsius", "°C"),
    ("degré celsius", "°C"),
    ("degrés celsius", "°C"),
    ("kelvin", "K"),
    ("degree", "deg"),
    ("degrees", "deg"),
    ("degré", "deg"),
    ("degrés", "deg"),
    ("degrees/s", "deg/s"),
    ("deg s^-1", "deg/s"),
    ("rad s^-1", "rad/s"),
    ("m s^-1", "m/s"),
    ("radian", "rad"),
    ("radians", "rad"),
    ("hertz", "Hz"),
    ("millivolt", "mV"),
    ("millivolts", "mV"),
    ("milliampere", "mA"),
    ("milliamperes", "mA"),
    ("ohm", "Ω"),
    ("ohms", "Ω"),
    ("percent", "%"),
    ("pourcent", "%"),
    ("second", "s"),
    ("seconds", "s"),
    ("seconde", "s"),
    ("secondes", "s"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hour", "h"),
    ("hours", "h"),
    ("heure", "h"),
    ("heures", "h"),
    ("volt", "V"),
    ("volts", "V"),
    ("watt", "W"),
    ("watts", "W"),
    ("tesla", "T"),
    ("newton", "N"),
    ("pascal", "Pa"),
    ("meter", "m"),
    ("meters", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("mètre", "m"),
    ("mètres", "m"),
    ("min.", "min"),
    ("revolutions per minute", "rpm"),
];

/// Returns the unit that is written by its symbol; nothing where it is none of the known ones.
pub fn symbol(written: &str) -> Option<Unit> {
    // GREEK SMALL LETTER MU stands for MICRO SIGN, OHM SIGN for the letter, and `u` for both.
    let written = written.replace('\u{3bc}', "µ").replace('\u{2126}', "Ω");
    let is_product = |unit: &Unit| PRODUCTS.contains(&unit.quantity);
    plain(&written).or_else(|| plain(&compound(&written)?).filter(is_product))
}

/// Quantities whose units are products: `m.s` is no millisecond.
const PRODUCTS: [&str; 6] = ["angular momentum", "torque", "magnetic moment", "apparent power", "energy", "charge"];

/// Returns the parts of a product without what joins them: `A.m2` is `Am²`.
fn compound(written: &str) -> Option<String> {
    const JOINS: [char; 3] = ['.', '·', '⋅'];
    let inner = written.char_indices().skip(1).any(|(_, c)| JOINS.contains(&c));
    let squared = written.ends_with("m2").then(|| written.replace("m2", "m²"));
    let whole = !written.ends_with(JOINS);
    (whole && (inner || squared.is_some())).then(|| squared.unwrap_or_else(|| written.to_owned()).replace(JOINS, ""))
}

fn plain(written: &str) -> Option<Unit> {
    if let Some((name, quantity, factor)) = UNITS.iter().find(|(name, ..)| *name == written) {
        let offset = match *name {
            "°C" | "degC" => 273.15,
            "dBm" => -30.0,
            _ => 0.0,
        };
        return Some(Unit { quantity, factor: *factor, offset });
    }
    let micro = written.strip_prefix('u').map(|rest| format!("µ{rest}"));
    if let Some((_, quantity, factor)) = micro.and_then(|micro| UNITS.iter().find(|(name, ..)| *name == micro)) {
        return Some(Unit { quantity, factor: *factor, offset: 0.0 });
    }
    let (name, quantity) = PREFIXED.iter().find(|(name, _)| written.ends_with(name))?;
    let prefix = &written[..written.len() - name.len()];
    let prefix = if prefix == "u" { "µ" } else { prefix };
    let factor = if prefix.is_empty() { 1.0 } else { PREFIXES.iter().find(|(known, _)| *known == prefix)?.1 };
    Some(Unit { quantity, factor, offset: 0.0 })
}

/// Returns the unit that is written by its symbol or by its name.
pub fn of(written: &str) -> Option<Unit> {
    let written = written.trim();
    symbol(written).or_else(|| {
        let lower = written.to_lowercase();
        NAMES.iter().find(|(name, _)| *name == lower).and_then(|(_, unit)| symbol(unit))
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn numbers_go_from_scale_to_scale() {
        let convert = |value, from: &str, to: &str| of(from)?.convert(value, of(to)?);
        assert_eq!(convert(28000.0, "mV", "V"), Some(28.0));
        assert_eq!(convert(25.0, "°C", "K"), Some(298.15));
        assert_eq!(convert(30.0, "dBm", "dBW"), Some(0.0));
        assert_eq!(convert(10.0, "rpm", "deg/s"), Some(60.0));
        assert_eq!(convert(5.0, "Volts", "A"), None);
        assert_eq!(convert(5.0, "N.m.s", "mNms"), Some(5000.0));
        assert_eq!(convert(5.0, "A.m2", "A·m²"), Some(5.0));
        assert_eq!(convert(5.0, "N·m", "N.m.s"), None);
    }

    #[test]
    fn what_is_no_unit_is_none() {
        assert!(
            ["", "and", "xV", "mode", "counts", "V.", ".m.s", "u", "V.A.V", "m.s"]
                .iter()
                .all(|word| of(word).is_none())
        );
        assert!(["V", "µT", "uT", "um", "kΩ", "MHz", "Degrees"].iter().all(|word| of(word).is_some()));
    }
}
