//! The check of objects for `gemel check`: every record can be read, and every byte it names is there.

use gemel_model::Result;
use gemel_store::{Key, Read, Space};

use super::content::Pause;
use super::record::{Bucket, Object, Part, Piece, Upload, decode};
use super::{Objects, key};

/// Findings that are told in words; more are only counted.
const FINDINGS_MAX: usize = 1_000;
/// Records read at once.
const PAGE: usize = 500;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Objects.
    pub n_objects: u64,
    /// Bytes they have together.
    pub size_bytes: u64,
    /// How much is wrong.
    pub n_findings: u64,
    /// The first thousand findings, in words.
    pub findings: Vec<String>,
}

impl Objects {
    /// Keeps all bytes of objects from being removed while it lives, so that a backup can copy what a snapshot names.
    pub fn pause_removals(&self) -> Pause {
        self.content.pause()
    }

    /// Reads every record and looks for every byte that one names.
    pub async fn check(&self) -> Result<Checked> {
        let mut checked = Checked::default();
        for space in [Space::Bucket, Space::Object] {
            let mut after = None;
            loop {
                let range = Read::Range { space, prefix: Vec::new(), after, limit: PAGE };
                let records = self.store.read(&[range]).await?.pop().unwrap_or_default();
                let Some(last) = records.last() else { break };
                after = Some(last.0.bytes.clone());
                for (place, stored) in &records {
                    self.look(place, stored, &mut checked).await?;
                }
            }
        }
        Ok(checked)
    }

    async fn look(&self, place: &Key, stored: &gemel_store::Stored, checked: &mut Checked) -> Result<()> {
        let shown = String::from_utf8_lossy(place.bytes.get(1..).unwrap_or_default()).replace('\0', "/");
        let pieces: Result<Vec<Piece>> = match (place.space, place.bytes.first()) {
            (Space::Bucket, _) => decode::<Bucket>(stored).map(|_| Vec::new()),
            (_, Some(b'o')) => decode::<Object>(stored).map(|it| {
                checked.n_objects += 1;
                checked.size_bytes += it.size;
                it.pieces
            }),
            (_, Some(b'p')) => decode::<Part>(stored).map(|it| it.piece.into_iter().collect()),
            (_, Some(b'u')) => decode::<Upload>(stored).map(|_| Vec::new()),
            _ => return Ok(()),
        };
        let pieces = match pieces {
            Ok(it) => it,
            Err(error) => {
                checked.find(format!("object `{shown}`: its record cannot be read: {}", error.chain()));
                return Ok(());
            }
        };
        for piece in pieces {
            if let Err(error) = self.content.refuse_stranger(piece.content) {
                checked.find(format!("object `{shown}`: {}", error.chain()));
                continue;
            }
            match self.content.size(piece.content).await? {
                Some(size) if size == piece.size => {}
                Some(size) => {
                    checked.find(format!("object `{shown}`: {size} bytes instead of {}", piece.size));
                }
                None => checked.find(format!("object `{shown}`: its bytes `{}` are missing", piece.content)),
            }
            if self.read(&[&key::reference(piece.content)]).await?.pop().flatten().is_none() {
                checked.find(format!(
                    "object `{shown}`: its bytes `{}` are not known to be in use",
                    piece.content
                ));
            }
        }
        Ok(())
    }
}

impl Checked {
    fn find(&mut self, finding: String) {
        self.n_findings += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}
