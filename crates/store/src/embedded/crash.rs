//! Cuts the power: on a disk that forgets what was not synced, every acknowledged commit is found again, and every
//! other is there whole or not at all.

use super::*;
use crate::{Space, Write, counter};
use std::io;
use std::sync::Mutex;

/// A disk that knows what was synced and what was only written.
#[derive(Debug, Default, Clone)]
struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What readers see.
    seen: Vec<u8>,
    /// What a power cut leaves for certain.
    synced: Vec<u8>,
    /// What happened since the last sync, in order.
    unsynced: Vec<Event>,
    /// Every event so far, with marks of what was acknowledged when.
    n_events: usize,
    /// The power goes when this many events have happened.
    events_left: Option<usize>,
    is_dead: bool,
}

#[derive(Debug, Clone)]
enum Event {
    Write(u64, Vec<u8>),
    Length(u64),
}

impl Event {
    fn apply(&self, to: &mut Vec<u8>, n_bytes: usize) {
        match self {
            Self::Write(place, bytes) => {
                let place = usize::try_from(*place).unwrap();
                let bytes = &bytes[..n_bytes.min(bytes.len())];
                to.resize(to.len().max(place + bytes.len()), 0);
                to[place..place + bytes.len()].copy_from_slice(bytes);
            }
            Self::Length(length) => to.resize(usize::try_from(*length).unwrap(), 0),
        }
    }
}

impl Disk {
    /// A disk that holds `bytes`, whose power goes after `events_left` events.
    fn of(bytes: Vec<u8>, events_left: Option<usize>) -> Self {
        let state = State { seen: bytes.clone(), synced: bytes, events_left, ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    fn act(&self, act: impl FnOnce(&mut State)) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        if state.is_dead || state.events_left == Some(state.n_events) {
            state.is_dead = true;
            return Err(io::Error::other("the power is gone"));
        }
        state.n_events += 1;
        act(&mut state);
        Ok(())
    }

    fn happen(&self, event: Event) -> io::Result<()> {
        self.act(|state| {
            event.apply(&mut state.seen, usize::MAX);
            state.unsynced.push(event);
        })
    }

    /// What is found after the cut. `seed` chooses which unsynced events reached the disk, and how far.
    fn remains(&self, seed: u64) -> Vec<u8> {
        let state = self.0.lock().unwrap();
        let mut found = state.synced.clone();
        let mut random = seed;
        for event in &state.unsynced {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let draw = usize::try_from(random >> 33).unwrap();
            match (seed, draw % 4) {
                (0, _) | (_, 0) => {}
                (1, _) | (_, 1 | 2) => event.apply(&mut found, usize::MAX),
                // Torn at any byte.
                _ => event.apply(&mut found, draw / 4 % 4096),
            }
        }
        found
    }
}

impl redb::StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.0.lock().unwrap();
        let start = usize::try_from(offset).unwrap();
        let found = state.seen.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.happen(Event::Length(len))
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.happen(Event::Write(offset, data.to_vec()))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.act(|state| {
            state.synced.clone_from(&state.seen);
            state.unsynced.clear();
        })
    }
}

const OPTIONS: Options = Options { cache_bytes: 1 << 20, waiting_commits_max: 64 };
const N_COMMITS: usize = 24;

fn key(commit: usize, part: usize) -> Key {
    Key { space: Space::Bucket, bytes: format!("{commit:02}/{part}").into_bytes() }
}

fn total() -> Key {
    Key { space: Space::Bucket, bytes: b"total".to_vec() }
}

/// A transaction of several records, removals of an earlier one's, and a counter.
fn transaction(commit: usize) -> Transaction {
    let bytes = vec![u8::try_from(commit).unwrap(); 700 * (commit % 5)];
    let mut writes: Vec<Write> = (0..5).map(|part| Write::Put(key(commit, part), bytes.clone())).collect();
    writes.push(Write::Add(total(), 1));
    if commit.is_multiple_of(3) && commit > 0 {
        writes.extend((0..5).map(|part| Write::Delete(key(commit - 1, part))));
    }
    Transaction { checks: vec![], writes }
}

/// What the first commits leave.
fn expected(n_commits: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut records = std::collections::BTreeMap::new();
    for write in (0..n_commits).flat_map(|it| transaction(it).writes) {
        match write {
            Write::Put(key, bytes) => records.insert(key.bytes, bytes),
            Write::Delete(key) => records.remove(&key.bytes),
            Write::Add(..) => None,
        };
    }
    if n_commits > 0 {
        records.insert(total().bytes, (n_commits as u64).to_le_bytes().to_vec());
    }
    records.into_iter().collect()
}

/// Commits until the power goes; tells how many were acknowledged.
async fn run(disk: &Disk) -> usize {
    let Ok(store) = Embedded::on(disk.clone(), OPTIONS) else { return 0 };
    for commit in 0..N_COMMITS {
        match store.commit(transaction(commit)).await {
            Ok(outcome) => assert_eq!(outcome, Commit::Done),
            Err(error) => {
                assert_eq!(error.kind(), Kind::Internal);
                let again = store.commit(transaction(commit)).await.unwrap_err();
                assert!(again.message().contains("stopped writing"), "{again}");
                return commit;
            }
        }
    }
    N_COMMITS
}

async fn check(remains: Vec<u8>, n_acknowledged: usize, words: &str) {
    let store = Embedded::on(Disk::of(remains, None), OPTIONS).unwrap_or_else(|it| panic!("{words}: {it:?}"));
    let range = Read::Range { space: Space::Bucket, prefix: Vec::new(), after: None, limit: 1000 };
    let found: Vec<_> = store.read(&[range]).await.unwrap().concat();
    let n_found = found
        .iter()
        .find(|(key, _)| *key == total())
        .map_or(0, |(_, it)| usize::try_from(counter::number(&it.bytes).unwrap()).unwrap());
    // At most the one commit that was under way is there without having been acknowledged.
    assert!(
        (n_acknowledged..=n_acknowledged + 1).contains(&n_found),
        "{words}: {n_found} found, {n_acknowledged} told"
    );
    let found: Vec<_> = found.into_iter().map(|(key, it)| (key.bytes, it.bytes)).collect();
    assert!(found == expected(n_found), "{words}: the commits found are not whole");
    assert!(store.verify().unwrap().is_clean(), "{words}");
    let next = Transaction { checks: vec![], writes: vec![Write::Add(total(), 1)] };
    assert_eq!(store.commit(next).await.unwrap(), Commit::Done, "{words}");
}

/// Every event of the disk is a place where the power goes: before each write, length change and sync.
#[tokio::test]
async fn every_acknowledged_commit_survives_a_power_cut() {
    // A file is made under another name and appears when it is whole, so no cut finds less than this.
    let empty = Disk::default();
    drop(Embedded::on(empty.clone(), OPTIONS).unwrap());
    let made = empty.0.lock().unwrap().synced.clone();
    let whole = Disk::of(made.clone(), None);
    assert_eq!(run(&whole).await, N_COMMITS);
    let n_events = whole.0.lock().unwrap().n_events;
    assert!(n_events > 2 * N_COMMITS, "{n_events} events");
    let began = std::time::Instant::now();
    let mut n_checked = 0;
    for cut in 0..n_events {
        let disk = Disk::of(made.clone(), Some(cut));
        let n_acknowledged = run(&disk).await;
        // Nothing of what was not synced, all of it, and some of it, torn.
        for seed in [0, 1, 2 + cut as u64] {
            check(disk.remains(seed), n_acknowledged, &format!("cut {cut} of {n_events}, seed {seed}")).await;
            n_checked += 1;
        }
        if began.elapsed().as_secs() >= 20 {
            break;
        }
    }
    println!("{n_checked} cuts of {n_events} events in {:?}", began.elapsed());
}
