//! What pictures are drawn with: inline SVG in black and white, with a title
//! and a description for those who do not see it.

use super::escape::escape;
use super::page::Page;
use std::io;

/// The width of every picture; A4 shows it at about its own size.
pub(super) const WIDTH: u32 = 720;

/// Opens a picture; patterns and markers that pictures use are defined once in
/// each, under names of their own.
pub(super) fn open(page: &mut Page<'_>, id: &str, height: u32, title: &str, description: &str) -> io::Result<()> {
    page.raw("<figure>\n")?;
    page.raw(&format!(
        "<svg id=\"{id}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {WIDTH} {height}\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n"
    ))?;
    page.el(&format!("title id=\"{id}-t\""), title)?;
    page.el(&format!("desc id=\"{id}-d\""), description)?;
    page.raw(&format!(
        "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#111\" stroke-width=\"2.5\"/></pattern></defs>\n"
    ))
}

/// Closes it, with what the eye needs to know to read it.
pub(super) fn close(page: &mut Page<'_>, legend: &str) -> io::Result<()> {
    page.raw("</svg>\n")?;
    page.el("figcaption", legend)?;
    page.raw("</figure>\n")
}

/// A text; `size` in units of the picture.
pub(super) fn text(page: &mut Page<'_>, (x, y): (f32, f32), size: f32, more: &str, text: &str) -> io::Result<()> {
    page.raw(&format!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\"{more}>{}</text>\n", escape(text)))
}

/// A straight line; `more` are attributes of our own.
pub(super) fn line(page: &mut Page<'_>, (x1, y1): (f32, f32), (x2, y2): (f32, f32), more: &str) -> io::Result<()> {
    page.raw(&format!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" fill=\"none\" stroke=\"#111\"{more}/>\n"))
}

/// A box.
pub(super) fn rect(page: &mut Page<'_>, (x, y): (f32, f32), (width, height): (f32, f32), more: &str) -> io::Result<()> {
    page.raw(&format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" stroke=\"#111\"{more}/>\n"
    ))
}

/// A sign in the middle of a row: a disc for what happened, a diamond for what ends.
pub(super) fn sign(page: &mut Page<'_>, (x, y): (f32, f32), diamond: bool) -> io::Result<()> {
    let path = if diamond {
        format!("M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z", y - 5.5, x + 5.5, y + 5.5, x - 5.5)
    } else {
        format!("M{:.1} {y:.1}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z", x - 4.5)
    };
    let fill = if diamond { "#fff" } else { "#111" };
    page.raw(&format!("<path d=\"{path}\" fill=\"{fill}\" stroke=\"#111\" stroke-width=\"1.5\"/>\n"))
}
