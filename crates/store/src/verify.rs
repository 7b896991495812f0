//! Does everything agree: can every record be read, has each its index entries and they it, are the counters right.

use crate::component_type;
use crate::counter::{self, Counted};
use crate::view::{View, walk};
use crate::{Key, Space, Stored, entity, key, pricing, record, tag, unfinished, workspace};
use gemel_model::id::{ComponentTypeId, EntityId, Parent, SceneId, WorkspaceId};
use gemel_model::tag::Resource;
use gemel_model::{Error, Result};
use std::collections::BTreeMap;

/// Findings that are told in words; more are only counted.
const FINDINGS_MAX: usize = 1000;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Records and index entries, by space.
    pub n_records: BTreeMap<Space, u64>,
    /// How much is wrong.
    pub n_findings: u64,
    /// The first thousand findings.
    pub findings: Vec<Finding>,
}

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub key: Key,
    /// What.
    pub problem: String,
}

impl Report {
    /// Nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.n_findings == 0
    }
}

/// Looks at everything in a state.
pub(crate) fn verify(view: &dyn View) -> Result<Report> {
    let mut verifier =
        Verifier { view, report: Report::default(), expected: BTreeMap::new(), counts: BTreeMap::new() };
    for space in Space::ALL {
        let mut n_records = 0;
        walk(view, space, &mut |key, stored| {
            n_records += 1;
            verifier.look(&key, &stored)
        })?;
        verifier.report.n_records.insert(space, n_records);
    }
    verifier.look_for_orphans()?;
    verifier.count()?;
    Ok(verifier.report)
}

struct Verifier<'a> {
    view: &'a dyn View,
    report: Report,
    /// Index entries that records call for, by space.
    expected: BTreeMap<Space, u64>,
    /// What counters should say.
    counts: BTreeMap<Key, i64>,
}

/// A problem in words, or none.
type Look = Result<(), String>;

impl Verifier<'_> {
    fn find(&mut self, key: &Key, problem: impl Into<String>) {
        self.report.n_findings += 1;
        if self.report.findings.len() < FINDINGS_MAX {
            self.report.findings.push(Finding { key: key.clone(), problem: problem.into() });
        }
    }

    fn look(&mut self, key: &Key, stored: &Stored) -> Result<()> {
        let needs = match needs(key, stored) {
            Ok(it) => it,
            Err(error) => {
                self.find(key, error.chain());
                return Ok(());
            }
        };
        for (needed, bytes) in needs.entries {
            *self.expected.entry(needed.space).or_default() += 1;
            match self.view.get(&needed)? {
                Some(it) if it.bytes == bytes => {}
                Some(_) => self.find(&needed, "the index entry leads to something else"),
                None => self.find(&needed, "the index entry is missing"),
            }
        }
        for (needed, words) in needs.records {
            if self.view.get(&needed)?.is_none() {
                self.find(key, format!("{words} does not exist"));
            }
        }
        if let Some(counter) = needs.counter {
            *self.counts.entry(counter).or_default() += 1;
        }
        Ok(())
    }

    /// Every entry that a record calls for was looked up. Only a space with more entries than that can hold orphans.
    fn look_for_orphans(&mut self) -> Result<()> {
        for space in INDEXES {
            let n_expected = self.expected.get(&space).copied().unwrap_or_default();
            if self.report.n_records.get(&space).copied().unwrap_or_default() == n_expected {
                continue;
            }
            let view = self.view;
            walk(view, space, &mut |key, stored| {
                if let Err(problem) = has_record(view, &key, &stored)? {
                    self.find(&key, problem);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn count(&mut self) -> Result<()> {
        let mut counts = std::mem::take(&mut self.counts);
        let view = self.view;
        walk(view, Space::Counter, &mut |key, stored| {
            let n_real = counts.remove(&key).unwrap_or_default();
            match counter::number(&stored.bytes) {
                Ok(it) if it == n_real => {}
                Ok(it) => self.find(&key, format!("the counter says {it}, there are {n_real}")),
                Err(error) => self.find(&key, error.chain()),
            }
            Ok(())
        })?;
        for (key, n_real) in counts {
            self.find(&key, format!("the counter is missing, there are {n_real}"));
        }
        Ok(())
    }
}

const INDEXES: [Space; 6] = [
    Space::ComponentTypeByParent,
    Space::EntityByParent,
    Space::EntityByName,
    Space::EntityByComponentType,
    Space::EntityByExternalId,
    Space::ResourceByTag,
];

/// What a record calls for.
#[derive(Default)]
struct Needs {
    /// Index entries.
    entries: Vec<(Key, Vec<u8>)>,
    /// Records, with words for when they are not there.
    records: Vec<(Key, String)>,
    /// The counter that counts it.
    counter: Option<Key>,
}

/// What a record calls for, or why it cannot be read.
fn needs(key: &Key, stored: &Stored) -> Result<Needs> {
    match key.space {
        Space::Workspace => {
            let [id] = key::split_text(&key.bytes)?;
            let id = WorkspaceId::trusted(id);
            let generation = workspace::generation_key(&id);
            record::decode_workspace(id, &stored.bytes)?;
            Ok(Needs {
                records: vec![(generation, "the generation of its component types".to_owned())],
                counter: Some(counter::workspaces_key()),
                ..Needs::default()
            })
        }
        Space::ComponentType => of_component_type(key, stored),
        Space::Entity => of_entity(key, stored),
        Space::Scene => {
            let [workspace, id] = key::split_text(&key.bytes)?;
            record::decode_scene(SceneId::trusted(id), &stored.bytes)?;
            Ok(Needs::in_workspace(&WorkspaceId::trusted(workspace), Counted::Scenes))
        }
        Space::Tags => of_tags(key, stored),
        Space::Setting => of_setting(key, stored),
        // Index entries and counters are looked at from their records; the rest is bytes of its owners.
        _ => Ok(Needs::default()),
    }
}

impl Needs {
    fn in_workspace(workspace: &WorkspaceId, counted: Counted) -> Self {
        Self {
            entries: Vec::new(),
            records: vec![(workspace::key(workspace), format!("workspace `{workspace}`"))],
            counter: Some(counter::key_of(workspace, counted)),
        }
    }

    fn component_type(&mut self, workspace: &WorkspaceId, id: &ComponentTypeId) {
        if !id.is_reserved() {
            self.records.push((component_type::key(workspace, id), format!("component type `{id}`")));
        }
    }
}

fn of_component_type(key: &Key, stored: &Stored) -> Result<Needs> {
    let [workspace, id] = key::split_text(&key.bytes)?;
    let (workspace, id) = (WorkspaceId::trusted(workspace), ComponentTypeId::trusted(id));
    let read = record::decode_component_type(id.clone(), &stored.bytes)?;
    let mut needs = Needs::in_workspace(&workspace, Counted::ComponentTypes);
    for (used, how) in component_type::uses(&read) {
        needs.component_type(&workspace, &used);
        needs.entries.push((component_type::index_key(&workspace, &used, how, &id), Vec::new()));
    }
    Ok(needs)
}

fn of_entity(key: &Key, stored: &Stored) -> Result<Needs> {
    let [workspace, id] = key::split_text(&key.bytes)?;
    let workspace = WorkspaceId::trusted(workspace);
    let (read, external_ids) = record::decode_entity(EntityId::trusted(id), &stored.bytes)?;
    let mut needs = Needs::in_workspace(&workspace, Counted::Entities);
    needs.entries = entity::index_entries(&workspace, &read, &external_ids).into_iter().collect();
    for used in entity::component_type_ids(&read) {
        needs.component_type(&workspace, &used);
    }
    if let Parent::Entity(parent) = &read.parent {
        needs.records.push((entity::key(&workspace, parent), format!("parent `{parent}`")));
    }
    Ok(needs)
}

fn of_tags(key: &Key, stored: &Stored) -> Result<Needs> {
    let [path] = key::split_text(&key.bytes)?;
    let Some(resource) = Resource::of_path(&path) else {
        return Err(Error::internal(format!("`{path}` names no resource")));
    };
    let tags = record::decode_tags(&stored.bytes)?;
    Ok(Needs {
        entries: tags
            .iter()
            .map(|(tag, value)| (tag::index_key(tag, value, &resource), Vec::new()))
            .collect(),
        records: vec![(tag::record_of(&resource), format!("resource `{path}`"))],
        counter: None,
    })
}

fn of_setting(key: &Key, stored: &Stored) -> Result<Needs> {
    if *key == pricing::key() {
        record::decode_pricing_plan(&stored.bytes)?;
        return Ok(Needs::default());
    }
    let parts = key::split(&key.bytes)?;
    if let [name, workspace] = parts.as_slice()
        && name == b"generation"
        && let Ok(workspace) = std::str::from_utf8(workspace)
    {
        let id = WorkspaceId::trusted(workspace);
        let records = vec![(workspace::key(&id), format!("workspace `{id}`"))];
        return Ok(Needs { records, ..Needs::default() });
    }
    if unfinished::decode(&key.bytes).is_ok() {
        return Ok(Needs::default());
    }
    if parts.first().is_some_and(|it| it == unfinished::PREFIX) {
        return unfinished::decode(&key.bytes).map(|_| Needs::default());
    }
    Err(Error::internal("this setting is unknown"))
}

/// Whether an index entry has a record that calls for it.
fn has_record(view: &dyn View, key: &Key, stored: &Stored) -> Result<Look> {
    let owner = match owner(key, stored) {
        Ok(it) => it,
        Err(error) => return Ok(Err(error.chain())),
    };
    let Some(record) = view.get(&owner)? else {
        return Ok(Err("the index entry has no record".to_owned()));
    };
    // A record that cannot be read was found before.
    let is_called_for =
        needs(&owner, &record).is_ok_and(|it| it.entries.iter().any(|(entry, _)| entry == key));
    Ok(if is_called_for {
        Ok(())
    } else {
        Err("the record of this index entry does not call for it".to_owned())
    })
}

/// The record that an index entry is of.
fn owner(entry: &Key, stored: &Stored) -> Result<Key> {
    match entry.space {
        Space::ResourceByTag => {
            let [_, _, path] = key::split_text(&entry.bytes)?;
            Ok(Key { space: Space::Tags, bytes: key::join(&[path.as_bytes()]) })
        }
        Space::ComponentTypeByParent => {
            let [workspace, _, _, id] = key::split_text(&entry.bytes)?;
            Ok(component_type::key(&WorkspaceId::trusted(workspace), &ComponentTypeId::trusted(id)))
        }
        Space::EntityByName => {
            let [workspace, _, _] = key::split_text(&entry.bytes)?;
            let id = String::from_utf8_lossy(&stored.bytes).into_owned();
            Ok(entity::key(&WorkspaceId::trusted(workspace), &EntityId::trusted(id)))
        }
        _ => {
            let [workspace, _, id] = key::split_text(&entry.bytes)?;
            Ok(entity::key(&WorkspaceId::trusted(workspace), &EntityId::trusted(id)))
        }
    }
}
