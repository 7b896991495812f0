//! A read of our own series as a machine without I/O: it says what to scan, takes what was found, and gives the page.

use super::cursor::series_number;
use super::filter::Filter;
use super::{
    Ask, Cursor, History, Page, Part, Point, Reference, Span, Subject, external_ids, reference, time_series,
    unknown_property,
};
use crate::entity::property;
use crate::error::{Error, Result};
use crate::id::EntityId;
use crate::interpolate::{Grid, check_kind, linear};
use crate::limits::{HISTORY_FILTER_ROUNDS_MAX, HISTORY_FILTER_SCAN_MAX};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// One scan that a reading needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// The entity.
    pub entity_id: &'a EntityId,
    /// The component.
    pub path: &'a str,
    /// The property.
    pub property: &'a str,
    /// Which points.
    pub span: Span,
}

/// A read of our own series. Ask [`looks`](Self::looks), scan them, [`take`](Self::take) what was found, until there is
/// nothing to look at; then [`page`](Self::page).
#[derive(Debug)]
pub struct Reading {
    tracks: Vec<Track>,
    start: Timestamp,
    end: Timestamp,
    descending: bool,
    limit: usize,
    grid: Option<Grid>,
    rounds_left: usize,
    /// The cursor's own part, and where the components after these begin.
    after: Vec<u8>,
    more_parts: Option<Vec<u8>>,
}

/// One series on its way to the page.
#[derive(Debug)]
struct Track {
    entity_id: EntityId,
    path: String,
    property: String,
    reference: Reference,
    filters: Vec<Filter>,
    /// The last time that was looked at, on this page or the one before.
    last: Option<Timestamp>,
    points: Vec<Point>,
    state: State,
}

#[derive(Debug, PartialEq)]
enum State {
    /// Points are still to be scanned.
    Scanning,
    /// The first and last point are to be found, so that the grid ends where the data does.
    Bounding,
    /// The points around these times are to be found; more times follow them.
    Bracketing(Vec<Timestamp>, bool),
    /// The page is full, and there is more.
    Full,
    /// There is no more.
    Ended,
}

impl Reading {
    /// The read of one component's series.
    pub fn of_component(ask: &Ask, part: Part<'_>) -> Result<Self> {
        let progress = match &ask.cursor {
            None => None,
            Some(Cursor::Series { progress, .. }) => progress.as_ref(),
            Some(Cursor::Connector(_)) => return Err(changed()),
        };
        Self::new(ask, &[part], progress, Vec::new(), None)
    }

    /// The read of many components' series. `after` is where these components begin in the store's list, `more` where
    /// the next ones do, if there are any.
    pub fn of_components(
        ask: &Ask,
        parts: &[Part<'_>],
        after: Vec<u8>,
        more: Option<Vec<u8>>,
    ) -> Result<Self> {
        let progress = match &ask.cursor {
            Some(Cursor::Series { after: begun, progress, .. }) if *begun == after => progress.as_ref(),
            Some(Cursor::Connector(_)) => return Err(changed()),
            _ => None,
        };
        Self::new(ask, parts, progress, after, more)
    }

    fn new(
        ask: &Ask,
        parts: &[Part<'_>],
        progress: Option<&BTreeMap<u64, Timestamp>>,
        after: Vec<u8>,
        more_parts: Option<Vec<u8>>,
    ) -> Result<Self> {
        let grid = ask.interpolation_seconds.map(|it| Grid::new(ask.start, ask.end, it)).transpose()?;
        let mut tracks = Vec::with_capacity(parts.len() * ask.selected.len());
        for part in parts {
            let Some(filters) = filters_of(ask, part)? else { continue };
            let external_ids = external_ids(part);
            for name in &ask.selected {
                let shown = property(part.component, Some(part.effective), name);
                let definition = shown.as_ref().map(|it| it.definition.as_ref());
                let definition = match time_series(definition, name, part.effective) {
                    // An entity may have its own say about a property of its type.
                    Err(_) if matches!(ask.subject, Subject::ComponentType(_)) => continue,
                    found => found?,
                };
                if grid.is_some() {
                    check_kind(name, definition.data_type.kind)?;
                }
                let last = match progress {
                    None => None,
                    Some(it) => match it.get(&series_number(part.entity_id.as_str(), part.path, name)) {
                        // It was at its end, or is younger than the first page.
                        None => continue,
                        found => found.copied(),
                    },
                };
                tracks.push(Track {
                    entity_id: part.entity_id.clone(),
                    path: part.path.to_owned(),
                    property: name.clone(),
                    reference: reference(&ask.subject, part, &external_ids, name),
                    filters: filters
                        .iter()
                        .filter(|it| it.property_name == *name)
                        .map(|it| (*it).clone())
                        .collect(),
                    last,
                    points: Vec::new(),
                    state: if grid.is_some() { State::Bounding } else { State::Scanning },
                });
            }
        }
        let (start, end) = (ask.start, ask.end);
        Ok(Self {
            tracks,
            start,
            end,
            descending: ask.descending,
            limit: ask.limit().max(1),
            grid,
            rounds_left: HISTORY_FILTER_ROUNDS_MAX,
            after,
            more_parts,
        })
    }

    /// What to scan next; empty when the page is complete.
    pub fn looks(&self) -> Vec<Look<'_>> {
        let mut looks = Vec::with_capacity(self.tracks.len());
        for track in &self.tracks {
            let mut look = |span| {
                looks.push(Look {
                    entity_id: &track.entity_id,
                    path: &track.path,
                    property: &track.property,
                    span,
                });
            };
            match &track.state {
                State::Scanning => look(self.rest_of(track)),
                State::Bounding => {
                    look(one(Timestamp::MIN, Timestamp::MAX, false));
                    look(one(Timestamp::MIN, Timestamp::MAX, true));
                }
                State::Bracketing(times, _) => {
                    for time in times {
                        look(one(Timestamp::MIN, *time, true));
                        look(one(time.plus_nanos(-1), Timestamp::MAX, false));
                    }
                }
                State::Full | State::Ended => {}
            }
        }
        looks
    }

    /// The part of the window that a track has not seen.
    fn rest_of(&self, track: &Track) -> Span {
        let (mut after, mut until) = (self.start, self.end);
        match track.last {
            Some(last) if self.descending => until = until.min(last.plus_nanos(-1)),
            Some(last) => after = after.max(last),
            None => {}
        }
        // One more than the page has tells whether there is a next one.
        let limit = if track.filters.is_empty() { self.limit + 1 } else { HISTORY_FILTER_SCAN_MAX };
        Span { after, until, descending: self.descending, limit }
    }

    /// Takes the answers to [`looks`](Self::looks), in their order.
    pub fn take(&mut self, found: Vec<Vec<Point>>) {
        let mut found = found.into_iter();
        self.rounds_left = self.rounds_left.saturating_sub(1);
        for index in 0..self.tracks.len() {
            let state = std::mem::replace(&mut self.tracks[index].state, State::Ended);
            let next = match state {
                State::Scanning => self.scanned(index, found.next().unwrap_or_default()),
                State::Bounding => {
                    let first = found.next().unwrap_or_default();
                    let last = found.next().unwrap_or_default();
                    self.bounded(index, first.first(), last.first())
                }
                State::Bracketing(times, has_more) => {
                    let track = &mut self.tracks[index];
                    for time in times {
                        let before = found.next().unwrap_or_default();
                        let after = found.next().unwrap_or_default();
                        track.last = Some(time);
                        if let (Some(before), Some(after)) = (before.first(), after.first())
                            && let Some(value) = linear(before, after, time)
                            && track.filters.iter().all(|it| it.accepts(&value))
                        {
                            track.points.push(Point { time, value });
                        }
                    }
                    if has_more { State::Full } else { State::Ended }
                }
                settled => settled,
            };
            self.tracks[index].state = next;
        }
    }

    fn scanned(&mut self, index: usize, mut found: Vec<Point>) -> State {
        let (limit, rounds_left) = (self.limit, self.rounds_left);
        let track = &mut self.tracks[index];
        if track.filters.is_empty() {
            let has_more = found.len() > limit;
            found.truncate(limit);
            track.last = found.last().map(|it| it.time).or(track.last);
            track.points = found;
            return if has_more { State::Full } else { State::Ended };
        }
        let was_all = found.len() < HISTORY_FILTER_SCAN_MAX;
        for point in found {
            if !track.filters.iter().all(|it| it.accepts(&point.value)) {
                track.last = Some(point.time);
            } else if track.points.len() < limit {
                track.last = Some(point.time);
                track.points.push(point);
            } else {
                return State::Full;
            }
        }
        match (was_all, rounds_left) {
            (true, _) => State::Ended,
            // Enough was read for one request; the next page goes on from here.
            (false, 0) => State::Full,
            (false, _) => State::Scanning,
        }
    }

    fn bounded(&self, index: usize, first: Option<&Point>, last: Option<&Point>) -> State {
        let (Some(grid), Some(first), Some(last)) = (&self.grid, first, last) else { return State::Ended };
        let (mut from, mut to) = (first.time, last.time);
        match self.tracks[index].last {
            Some(seen) if self.descending => to = to.min(seen.plus_nanos(-1)),
            Some(seen) => from = from.max(seen.plus_nanos(1)),
            None => {}
        }
        let mut times = grid.times(from, to, self.descending, self.limit + 1);
        let has_more = times.len() > self.limit;
        times.truncate(self.limit);
        if times.is_empty() { State::Ended } else { State::Bracketing(times, has_more) }
    }

    /// The page.
    pub fn page(self) -> Page {
        let mut progress = BTreeMap::new();
        let mut histories = Vec::with_capacity(self.tracks.len());
        for track in self.tracks {
            if let (State::Full | State::Scanning, Some(last)) = (&track.state, track.last) {
                progress.insert(series_number(track.entity_id.as_str(), &track.path, &track.property), last);
            }
            if !track.points.is_empty() {
                histories.push(History { reference: track.reference, points: track.points });
            }
        }
        let next = match (progress.is_empty(), self.more_parts) {
            (false, until) => Some(Cursor::Series { after: self.after, until, progress: Some(progress) }),
            (true, Some(after)) => Some(Cursor::Series { after, until: None, progress: None }),
            (true, None) => None,
        };
        Page { histories, next: next.map(|it| it.to_bytes()) }
    }
}

/// The filters on selected properties; `None` when a filter on a static property leaves the component out.
fn filters_of<'a>(ask: &'a Ask, part: &Part<'_>) -> Result<Option<Vec<&'a Filter>>> {
    let mut filters = Vec::new();
    for filter in &ask.filters {
        let name = &filter.property_name;
        if ask.selected.contains(name) {
            filters.push(filter);
            continue;
        }
        let shown = property(part.component, Some(part.effective), name);
        let shown = shown.ok_or_else(|| unknown_property(name, part.effective))?;
        if shown.definition.is_elsewhere() {
            return Err(Error::invalid(format!(
                "propertyFilters names `{name}`, which is neither selected nor has a static value; select it too"
            )));
        }
        if !shown.value.is_some_and(|it| filter.accepts(&it)) {
            return Ok(None);
        }
    }
    Ok(Some(filters))
}

fn one(after: Timestamp, until: Timestamp, descending: bool) -> Span {
    Span { after, until, descending, limit: 1 }
}

fn changed() -> Error {
    Error::invalid(
        "the reader of the component type has changed since nextToken was given; ask again without it",
    )
}
