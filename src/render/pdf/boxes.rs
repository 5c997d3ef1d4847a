//! Fonts of last resort: for every character that no other font has, a box with its code in it.
//!
//! A character without a glyph would be nothing on the page and nothing in its text: an author's
//! word lost. Unicode's own Last Resort font draws one sign for a whole block; here each character has
//! a glyph of its own, so that what is copied from the page, or searched in it, is what was written.
//!
//! The fonts are TrueType, made when they are needed, four thousand characters each. Only the glyphs
//! that a document uses come to stand in its PDF.

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst_kit::fonts::FontSource;

/// The name of the fonts, which all of them bear.
pub(super) const FAMILY: &str = "opsdoc boxes";

/// How many characters one font has.
const SIZE: u32 = 0x1000;

/// A font that is still to be made.
pub(super) struct Boxes {
    characters: Vec<u32>,
}

/// Returns the fonts for all that these have not.
pub(super) fn fonts(book: &FontBook) -> Vec<(Boxes, FontInfo)> {
    let mut had = vec![false; 0x11_0000];
    for info in (0..).map_while(|index| book.info(index)) {
        info.coverage.iter().for_each(|character| had[character as usize] = true);
    }
    let is_drawn = |character: &u32| char::from_u32(*character).is_some_and(is_drawn) && !had[*character as usize];
    let mut fonts = Vec::new();
    for start in (0..0x11_0000).step_by(SIZE as usize) {
        let characters: Vec<u32> = (start..start + SIZE).filter(is_drawn).collect();
        if !characters.is_empty() {
            let info = FontInfo {
                family: FAMILY.to_owned(),
                variant: FontVariant::default(),
                flags: FontFlags::empty(),
                axes: Vec::new(),
                coverage: Coverage::from_vec(characters.clone()),
            };
            fonts.push((Boxes { characters }, info));
        }
    }
    fonts
}

/// Tells whether a character is something to be seen: no control, no space, nothing that only says how
/// its neighbours are drawn (Unicode 16, Default_Ignorable_Code_Point).
fn is_drawn(character: char) -> bool {
    !character.is_control()
        && !character.is_whitespace()
        && !matches!(
            u32::from(character),
            0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
                | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfff8
                | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff
        )
}

impl FontSource for Boxes {
    fn load(&self) -> Option<Font> {
        Font::new(Bytes::new(self.font()), 0)
    }
}

/// Lengths in the design, of which an em has a thousand.
const EM: u16 = 1000;
const LEFT: i16 = 60;
const RIGHT: i16 = 940;
const TOP: i16 = 750;
const BOTTOM: i16 = -150;
const FRAME: i16 = 40;
/// A digit, and the strokes that it is made of.
const WIDTH: i16 = 190;
const HEIGHT: i16 = 320;
const STROKE: i16 = 50;
/// The strokes of each digit on a display of seven: top, upper right, lower right, bottom, lower left, upper left,
/// middle, from the lowest bit.
const DIGITS: [u8; 16] = [
    0b011_1111, 0b000_0110, 0b101_1011, 0b100_1111, 0b110_0110, 0b110_1101, 0b111_1101, 0b000_0111, 0b111_1111,
    0b110_1111, 0b111_0111, 0b111_1100, 0b011_1001, 0b101_1110, 0b111_1001, 0b111_0001,
];
/// The glyphs: nothing, the frame, the digits, then the characters.
const FIRST: usize = 2 + DIGITS.len();

impl Boxes {
    /// Makes the font (OpenType 1.9).
    fn font(&self) -> Vec<u8> {
        let (mut glyphs, mut places) = (Vec::new(), Words::default());
        let outlines = (0..FIRST + self.characters.len()).map(|glyph| match glyph {
            0 => Vec::new(),
            1 => frame(),
            2..FIRST => digit(DIGITS[glyph - 2]),
            _ => boxed(self.characters[glyph - FIRST]),
        });
        for outline in outlines {
            places.long(glyphs.len() as u32);
            glyphs.extend(outline);
            glyphs.resize(glyphs.len().next_multiple_of(4), 0);
        }
        places.long(glyphs.len() as u32);
        let count = (FIRST + self.characters.len()) as u16;
        // In the order of their names, as the format wants them.
        file(&[
            (b"cmap", self.characters_to_glyphs()),
            (b"glyf", glyphs),
            (b"head", head()),
            (b"hhea", horizontal()),
            (b"hmtx", widths(count)),
            (b"loca", places.0),
            (b"maxp", most(count)),
            (b"name", self.names()),
            (b"post", Words::of(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
        ])
    }

    fn characters_to_glyphs(&self) -> Vec<u8> {
        let mut groups: Vec<(u32, u32, u32)> = Vec::new();
        for (at, character) in self.characters.iter().enumerate() {
            match groups.last_mut() {
                Some((_, end, _)) if *end + 1 == *character => *end = *character,
                _ => groups.push((*character, *character, (FIRST + at) as u32)),
            }
        }
        // One table, for Windows and all of Unicode, in format 12.
        let mut table = Words(Words::of(&[0, 1, 3, 10, 0, 12, 12, 0]));
        table.long(16 + 12 * groups.len() as u32);
        table.long(0);
        table.long(groups.len() as u32);
        for (start, end, glyph) in groups {
            [start, end, glyph].into_iter().for_each(|value| table.long(value));
        }
        table.0
    }

    fn names(&self) -> Vec<u8> {
        // What readers tell embedded fonts apart by has to be one for each.
        let own = format!("{}-{:X}", FAMILY.replace(' ', "-"), self.characters.first().unwrap_or(&0));
        let (mut records, mut text) = (Words(Words::of(&[0, 2, 6 + 2 * 12])), Vec::new());
        for (id, name) in [(1, FAMILY), (6, own.as_str())] {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
            records.0.extend(Words::of(&[3, 1, 0x409, id, name.len() as u16, text.len() as u16]));
            text.extend(name);
        }
        records.0.extend(text);
        records.0
    }
}

/// Big-endian numbers.
#[derive(Default)]
struct Words(Vec<u8>);

impl Words {
    fn of(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_be_bytes()).collect()
    }

    fn signed(values: impl IntoIterator<Item = i16>) -> Vec<u8> {
        values.into_iter().flat_map(i16::to_be_bytes).collect()
    }

    fn long(&mut self, value: u32) {
        self.0.extend(value.to_be_bytes());
    }
}

/// Puts tables together. Their sums stay 0: nobody but our own export reads the file.
fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let highest = 1 << count.ilog2();
    let mut file = Words(Words::of(&[1, 0, count, highest * 16, count.ilog2() as u16, (count - highest) * 16]));
    let mut place = 12 + 16 * tables.len();
    for (name, table) in tables {
        file.0.extend(*name);
        [0, place as u32, table.len() as u32].into_iter().for_each(|value| file.long(value));
        place += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.0.extend(table);
        file.0.resize(file.0.len().next_multiple_of(4), 0);
    }
    file.0
}

fn head() -> Vec<u8> {
    let mut head = Words(Words::of(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, EM]));
    // No dates.
    head.0.extend([0; 16]);
    head.0.extend(Words::signed([0, BOTTOM, EM as i16, TOP]));
    // Plain, readable from 8 pixels on, offsets of four bytes.
    head.0.extend(Words::of(&[0, 8, 2, 1, 0]));
    head.0
}

fn horizontal() -> Vec<u8> {
    let mut table = Words(Words::of(&[1, 0]));
    table.0.extend(Words::signed([TOP, BOTTOM, 0, EM as i16, LEFT, EM as i16 - RIGHT, RIGHT, 1, 0, 0, 0, 0, 0, 0, 0]));
    table.0.extend(Words::of(&[1]));
    table.0
}

/// One width for all, then how far from the left each begins.
fn widths(count: u16) -> Vec<u8> {
    let mut widths = Words::of(&[EM, 0]);
    widths.extend(Words::signed((1..count).map(|glyph| if glyph == 1 || glyph >= FIRST as u16 { LEFT } else { 0 })));
    widths
}

fn most(count: u16) -> Vec<u8> {
    // Points and contours, of simple glyphs and of those that are made of others; parts, and how deep they go.
    Words::of(&[1, 0, count, 28, 7, 64, 16, 2, 0, 0, 0, 0, 0, 0, 7, 1])
}

/// A rectangle by its left, bottom, right and top; drawn the other way round it is a hole.
type Rectangle = (i16, i16, i16, i16, bool);

fn frame() -> Vec<u8> {
    let inner = (LEFT + FRAME, BOTTOM + FRAME, RIGHT - FRAME, TOP - FRAME, true);
    outline(&[(LEFT, BOTTOM, RIGHT, TOP, false), inner])
}

fn digit(strokes: u8) -> Vec<u8> {
    let half = HEIGHT / 2;
    let (right, top, middle) = (WIDTH - STROKE, HEIGHT - STROKE, half - STROKE / 2);
    let all = [
        (0, top, WIDTH, HEIGHT, false),
        (right, half, WIDTH, HEIGHT, false),
        (right, 0, WIDTH, half, false),
        (0, 0, WIDTH, STROKE, false),
        (0, 0, STROKE, half, false),
        (0, half, STROKE, HEIGHT, false),
        (0, middle, WIDTH, middle + STROKE, false),
    ];
    let drawn: Vec<Rectangle> =
        all.into_iter().enumerate().filter(|(at, _)| strokes >> at & 1 == 1).map(|(_, stroke)| stroke).collect();
    outline(&drawn)
}

fn outline(rectangles: &[Rectangle]) -> Vec<u8> {
    let corners = rectangles.iter().flat_map(|(left, bottom, right, top, hole)| {
        let mut corners = [(*left, *bottom), (*left, *top), (*right, *top), (*right, *bottom)];
        if *hole {
            corners.reverse();
        }
        corners
    });
    let corners: Vec<(i16, i16)> = corners.collect();
    let (x, y): (Vec<i16>, Vec<i16>) = corners.iter().copied().unzip();
    let least = |values: &[i16]| values.iter().copied().min().unwrap_or(0);
    let most = |values: &[i16]| values.iter().copied().max().unwrap_or(0);
    let mut glyph = Words::signed([rectangles.len() as i16, least(&x), least(&y), most(&x), most(&y)]);
    glyph.extend(Words::signed((1..=rectangles.len()).map(|contour| 4 * contour as i16 - 1)));
    // No instructions; each point is on the curve, and is told by two bytes a coordinate.
    glyph.extend([0, 0]);
    glyph.extend(std::iter::repeat_n(1, corners.len()));
    let steps = |values: &[i16]| {
        let before = std::iter::once(0).chain(values.iter().copied());
        Words::signed(values.iter().zip(before).map(|(value, before)| value - before).collect::<Vec<_>>())
    };
    glyph.extend(steps(&x));
    glyph.extend(steps(&y));
    glyph
}

/// Makes a box with the code of a character in two rows of digits.
fn boxed(character: u32) -> Vec<u8> {
    const PLACED: u16 = 0b11;
    const MORE: u16 = 0b10_0000;
    let code = if character > 0xffff { format!("{character:06X}") } else { format!("{character:04X}") };
    let columns = code.len() as i16 / 2;
    let step = if columns == 3 { 270 } else { 330 };
    let left = (LEFT + RIGHT - (columns - 1) * step - WIDTH) / 2;
    let mut glyph = Words::signed([-1, LEFT, BOTTOM, RIGHT, TOP]);
    glyph.extend(Words::of(&[PLACED | MORE, 1, 0, 0]));
    for (at, digit) in code.chars().filter_map(|digit| digit.to_digit(16)).enumerate() {
        let (row, column) = (at as i16 / columns, at as i16 % columns);
        let more = if at + 1 < code.len() { MORE } else { 0 };
        glyph.extend(Words::of(&[PLACED | more, 2 + digit as u16]));
        glyph.extend(Words::signed([left + column * step, if row == 0 { 350 } else { -70 }]));
    }
    glyph
}

#[cfg(test)]
mod tests {
    use typst::text::FontBook;
    use typst_kit::fonts::FontSource;

    #[test]
    fn each_character_has_a_glyph_of_its_own() {
        let fonts = super::fonts(&FontBook::new());
        let of = |character: char| {
            let (boxes, _) = fonts.iter().find(|(_, info)| info.coverage.contains(u32::from(character)))?;
            let font = boxes.load().expect("the font can be read");
            assert_eq!(font.info().family, super::FAMILY);
            let face = ttf_parser::Face::parse(font.data(), 0).expect("the font is one");
            let glyph = face.glyph_index(character)?;
            Some((glyph.0, face.glyph_bounding_box(glyph)?))
        };
        let [check, cross] = ['✅', '❌'].map(|character| of(character).expect("there is a box for it"));
        assert!(check.0 != cross.0 && check.1 == cross.1);
        assert_eq!((check.1.x_min, check.1.x_max), (super::LEFT, super::RIGHT));
        assert!(of('\u{200d}').is_none() && of(' ').is_none() && of('漢').is_some() && of('🚀').is_some());
    }
}
