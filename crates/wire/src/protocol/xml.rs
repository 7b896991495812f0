//! A small XML writer: elements and text, escaped, and never more than that.

/// Writes XML into a string. Names are ours and must be XML names; text is anybody's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writer {
    out: String,
}

impl Writer {
    /// An element with what `inner` writes into it.
    pub fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.tag("<", name, ">");
        inner(self);
        self.tag("</", name, ">");
    }

    /// An element in a namespace.
    pub fn element_in(&mut self, name: &str, namespace: &str, inner: impl FnOnce(&mut Self)) {
        self.tag("<", name, " xmlns=\"");
        self.escape(namespace);
        self.out.push_str("\">");
        inner(self);
        self.tag("</", name, ">");
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.element(name, |xml| xml.escape(text));
    }

    /// An element with text, if there is one.
    pub fn maybe(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.out
    }

    /// What was written, under an XML declaration.
    pub fn into_document(self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", self.out)
    }

    fn tag(&mut self, before: &str, name: &str, after: &str) {
        for piece in [before, name, after] {
            self.out.push_str(piece);
        }
    }

    fn escape(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // A parser would make a line feed of it.
                '\r' => self.out.push_str("&#13;"),
                '\t' | '\n' => self.out.push(letter),
                // XML 1.0 has no way to write these, not even escaped.
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => self.out.push('\u{fffd}'),
                other => self.out.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        let mut xml = Writer::default();
        xml.element_in("A", "u:\"1\"", |xml| {
            xml.text("b", "<&>\"'\r\n\tü\0\u{7}\u{ffff}");
            xml.maybe("c", None);
            xml.maybe("d", Some(""));
            xml.element("e", |_| {});
        });
        assert_eq!(
            xml.into_string(),
            "<A xmlns=\"u:&quot;1&quot;\"><b>&lt;&amp;&gt;&quot;'&#13;\n\tü\u{fffd}\u{fffd}\u{fffd}</b><d></d><e></e></A>"
        );
    }
}
