//! Tests of the durable engine: the contract, crashes at every byte, a naive model, flushes, merges, backups, damage.

use super::*;
use crate::contract::{self, WHOLE, any_value, at, key, shown, span};
use crate::{restore, verify};
use gemel_model::value::Value;
use proptest::prelude::*;
use std::collections::BTreeMap;

const SMALL: Options = Options {
    heads_bytes_max: 4_000,
    log_bytes_max: 1 << 20,
    queue_appends_max: 64,
    queue_bytes_max: 1 << 20,
};

fn rt() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Every point of a series, read from a folder without changing it.
fn points_in(folder: &Path, key: &SeriesKey) -> Vec<Point> {
    let found = recover(folder).unwrap();
    Merge::new(found.state.cursors(&key::text_of(key).unwrap(), &WHOLE), WHOLE).collect().unwrap()
}

#[tokio::test]
async fn the_contract_holds() {
    let folder = tempfile::tempdir().unwrap();
    let store = Durable::open(folder.path(), Options::default()).unwrap();
    contract::all(&store).await;
    store.flush().await.unwrap();
    contract::all(&store).await;
    drop(store);
    let options = Options { heads_bytes_max: 64 << 10, log_bytes_max: 2_000, ..SMALL };
    contract::all(&Durable::open(folder.path(), options).unwrap()).await;
}

#[test]
fn a_folder_is_one_process_s() {
    let folder = tempfile::tempdir().unwrap();
    let store = Durable::open(folder.path(), SMALL).unwrap();
    assert_eq!(Durable::open(folder.path(), SMALL).err().unwrap().kind(), Kind::Conflict);
    assert_eq!(verify(folder.path()).unwrap_err().kind(), Kind::Conflict);
    drop(store);
    Durable::open(folder.path(), SMALL).unwrap();
}

/// Cuts the log at every byte: what was acknowledged before the cut is there, and no batch in part.
#[test]
fn a_log_cut_at_any_byte_keeps_what_was_acknowledged() {
    let (folder, rt) = (tempfile::tempdir().unwrap(), rt());
    let path = log::path_of(folder.path(), 1);
    let rpm = key("w", "mixer", "telemetry", "rpm");
    let state = key("w", "mixer", "telemetry", "state");
    // After each acknowledged step: the log's length, and what can be read.
    let mut steps = vec![(log::HEAD_BYTES as u64, vec![], vec![])];
    let store = Durable::open(folder.path(), Options::default()).unwrap();
    for step in 0..12 {
        rt.block_on(async {
            if step == 7 {
                store.remove(&rpm.workspace_id, Some(&rpm.entity_id), None).await.unwrap();
            } else {
                let points = (0..3).flat_map(|it| {
                    let text = format!("state {step}.{it}");
                    [
                        (rpm.clone(), at(step * 10 + it, Value::Long(step))),
                        (state.clone(), at(step + it, Value::String(text))),
                    ]
                });
                store.append(points.collect()).await.unwrap();
            }
            let found = store.scan(&[(rpm.clone(), WHOLE), (state.clone(), WHOLE)]).await.unwrap();
            let n_bytes = std::fs::metadata(&path).unwrap().len();
            steps.push((n_bytes, found[0].clone(), found[1].clone()));
        });
    }
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let torn_path = log::path_of(scratch.path(), 1);
    for cut in 0..=whole.len() {
        // The rest of the last write may be missing, or be zeros where the file was longer than what reached the disk.
        for tail in [&[][..], &[0; 9][..]] {
            let torn = [&whole[..cut], tail].concat();
            std::fs::write(&torn_path, &torn).unwrap();
            // Zeros may be just what was to be written.
            let n_good = torn.iter().zip(&whole).take_while(|(one, other)| one == other).count() as u64;
            let (_, rpms, states) = steps.iter().rev().find(|it| it.0 <= n_good).unwrap_or(&steps[0]);
            assert_eq!(shown(&points_in(scratch.path(), &rpm)), shown(rpms), "cut at {cut}");
            assert_eq!(shown(&points_in(scratch.path(), &state)), shown(states), "cut at {cut}");
        }
        if cut % 29 == 0 {
            // And the engine goes on from there: the tail is cut for good, the next append is found.
            let store = Durable::open(scratch.path(), Options::default()).unwrap();
            rt.block_on(store.append(vec![(rpm.clone(), at(999, Value::Long(999)))])).unwrap();
            drop(store);
            assert_eq!(
                points_in(scratch.path(), &rpm).last(),
                Some(&at(999, Value::Long(999))),
                "cut at {cut}"
            );
            assert_eq!(recover(scratch.path()).unwrap().torn_bytes, 0);
        }
    }
}

/// A changed byte is reported, unless it lies in the last frame, which is then as good as torn.
#[test]
fn damage_in_the_middle_of_the_log_is_reported() {
    let (folder, rt) = (tempfile::tempdir().unwrap(), rt());
    let path = log::path_of(folder.path(), 1);
    let rpm = key("w", "mixer", "telemetry", "rpm");
    let store = Durable::open(folder.path(), SMALL).unwrap();
    let mut ends = Vec::new();
    for time in 0..4 {
        rt.block_on(store.append(vec![(rpm.clone(), at(time, Value::Long(time)))])).unwrap();
        ends.push(usize::try_from(std::fs::metadata(&path).unwrap().len()).unwrap());
    }
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    for index in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[index] ^= 0x5a;
        std::fs::write(log::path_of(scratch.path(), 1), bytes).unwrap();
        let found = recover(scratch.path());
        // A changed salt makes every frame bad, and then nothing tells damage from a first write that was torn.
        let is_salt = (8..log::HEAD_BYTES).contains(&index);
        if index < ends[2] && !is_salt {
            let words = found.err().unwrap().chain();
            assert!(words.contains("damaged"), "byte {index}: {words}");
            assert_eq!(verify(scratch.path()).unwrap().damages, [words]);
        } else if !is_salt {
            assert_eq!(found.unwrap().good_bytes, ends[2] as u64, "byte {index}");
        }
    }
}

#[test]
fn a_changed_byte_of_a_block_file_is_never_read_as_data() {
    let (folder, rt) = (tempfile::tempdir().unwrap(), rt());
    let rpm = key("w", "mixer", "telemetry", "rpm");
    let store = Durable::open(folder.path(), SMALL).unwrap();
    let points: Vec<Point> = (0..40).map(|it| at(it * 7, Value::Long(it * it))).collect();
    rt.block_on(async {
        store.append(points.iter().map(|it| (rpm.clone(), it.clone())).collect()).await.unwrap();
        store.flush().await.unwrap();
    });
    drop(store);
    let path = folder.path().join(crate::file::name_of((1, 1)));
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(verify(folder.path()).unwrap().damages, Vec::<String>::new());
    assert_eq!(verify(folder.path()).unwrap().n_points, 40);
    for index in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[index] ^= 0x5a;
        std::fs::write(&path, bytes).unwrap();
        assert!(!verify(folder.path()).unwrap().damages.is_empty(), "byte {index} changed unseen");
        let read =
            Durable::open(folder.path(), SMALL).and_then(|it| rt.block_on(it.scan(&[(rpm.clone(), WHOLE)])));
        if let Ok(found) = read {
            assert_eq!(found[0], points, "byte {index}");
        }
    }
    std::fs::remove_file(&path).unwrap();
    assert!(verify(folder.path()).unwrap().damages[0].contains("has lost a file"));
}

#[tokio::test]
async fn full_heads_go_into_block_files_and_those_are_merged() {
    let folder = tempfile::tempdir().unwrap();
    let store = Durable::open(folder.path(), SMALL).unwrap();
    let keys: Vec<SeriesKey> = (0..3).map(|it| key("w", &format!("e{it}"), "c", "p")).collect();
    for time in 0..600 {
        // Late writes, too: times go back and forth.
        let points = keys.iter().map(|it| (it.clone(), at((time * 37) % 601, Value::Long(time))));
        while let Err(error) = store.append(points.clone().collect()).await {
            assert_eq!(error.kind(), Kind::Throttled);
            store.flush().await.unwrap();
        }
    }
    store.flush().await.unwrap();
    let want: BTreeMap<i64, i64> = (0..600).map(|time| ((time * 37) % 601, time)).collect();
    let want: Vec<Point> = want.into_iter().map(|(time, it)| at(time, Value::Long(it))).collect();
    for it in &keys {
        contract::check(&store, it, WHOLE, &want).await;
        let tail: Vec<Point> =
            want.iter().rev().filter(|it| it.time.nanos() <= 300).take(50).cloned().collect();
        contract::check(&store, it, span(5, 300, true, 50), &tail).await;
    }
    assert_eq!(store.latest(&keys).await.unwrap(), vec![want.last().cloned(); 3]);
    drop(store);
    let verified = verify(folder.path()).unwrap();
    assert_eq!((verified.damages.len(), verified.n_log_records), (0, 0));
    assert!(verified.n_files < 12, "{verified:?}");
    assert_eq!(points_in(folder.path(), &keys[1]), want);
}

#[tokio::test]
async fn what_a_crash_left_behind_is_cleared_away() {
    let (folder, copied) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let rpm = key("w", "mixer", "telemetry", "rpm");
    let store = Durable::open(folder.path(), Options::default()).unwrap();
    store.append(vec![(rpm.clone(), at(1, Value::Long(1)))]).await.unwrap();
    // As if the stop came after the block file had its name and before the log segment went.
    copy(folder.path(), copied.path());
    store.flush().await.unwrap();
    store.append(vec![(rpm.clone(), at(1, Value::Long(2)))]).await.unwrap();
    for name in [crate::file::name_of((1, 1)), "log-0000000000000002.log".to_owned()] {
        std::fs::copy(folder.path().join(&name), copied.path().join(&name)).unwrap();
    }
    std::fs::write(copied.path().join("blocks-0000000000000001-0000000000000009.tmp"), b"half").unwrap();
    drop(store);
    let store = Durable::open(copied.path(), Options::default()).unwrap();
    contract::check(&store, &rpm, WHOLE, &[at(1, Value::Long(2))]).await;
    let names = crate::recover::list(copied.path()).unwrap();
    assert_eq!((names.segments, names.temporary.len(), names.blocks.len()), (vec![2], 0, 1));
}

#[tokio::test]
async fn removals_outlive_flushes_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let (gone, kept) = (key("w", "a", "c", "p"), key("w", "b", "c", "p"));
    let write = async |store: &Durable, time| {
        let points = [&gone, &kept].map(|it| (it.clone(), at(time, Value::Long(time))));
        store.append(points.to_vec()).await.unwrap();
    };
    let mut store = Durable::open(folder.path(), Options::default()).unwrap();
    write(&store, 1).await;
    store.flush().await.unwrap();
    store.remove(&gone.workspace_id, Some(&gone.entity_id), None).await.unwrap();
    for round in 0..8 {
        contract::check(&store, &gone, WHOLE, &[]).await;
        contract::check(&store, &kept, span(0, 1, false, 9), &[at(1, Value::Long(1))]).await;
        assert_eq!(store.latest(std::slice::from_ref(&gone)).await.unwrap(), [None]);
        store.append(vec![(kept.clone(), at(100 + round, Value::Long(0)))]).await.unwrap();
        store.flush().await.unwrap();
        drop(store);
        store = Durable::open(folder.path(), Options::default()).unwrap();
    }
    // What is written after the removal stays.
    write(&store, 2).await;
    store.flush().await.unwrap();
    contract::check(&store, &gone, WHOLE, &[at(2, Value::Long(2))]).await;
}

#[tokio::test]
async fn a_backup_holds_a_moment_while_writers_go_on() {
    let (folder, rpm) = (tempfile::tempdir().unwrap(), key("w", "mixer", "telemetry", "rpm"));
    let store = Durable::open(folder.path(), SMALL).unwrap();
    let gone = key("w", "gone", "c", "p");
    store.append(vec![(gone.clone(), at(1, Value::Long(1)))]).await.unwrap();
    store.flush().await.unwrap();
    store.remove(&gone.workspace_id, Some(&gone.entity_id), None).await.unwrap();
    let write = async |range: std::ops::Range<i64>| {
        for time in range {
            store.append(vec![(rpm.clone(), at(time, Value::Long(time)))]).await.unwrap();
        }
    };
    write(0..20).await;
    let snapshot = store.snapshot().await.unwrap();
    for round in 1..8 {
        write(round * 20..round * 20 + 20).await;
        store.flush().await.unwrap();
    }
    let mut stream = Vec::new();
    snapshot.write_to(&mut stream).unwrap();
    assert_eq!(snapshot.size_bytes(), stream.len() as u64);
    stream.extend_from_slice(b"what follows");

    let target = tempfile::tempdir().unwrap();
    let mut input = stream.as_slice();
    restore(&target.path().join("series"), &mut input).unwrap();
    assert_eq!(input, b"what follows");
    let restored = Durable::open(&target.path().join("series"), Options::default()).unwrap();
    let want: Vec<Point> = (0..20).map(|it| at(it, Value::Long(it))).collect();
    contract::check(&restored, &rpm, WHOLE, &want).await;
    contract::check(&restored, &gone, WHOLE, &[]).await;
    contract::all(&restored).await;

    assert_eq!(restore(target.path(), &mut stream.as_slice()).unwrap_err().kind(), Kind::Invalid);
    for cut in [0, 7, 16, stream.len() / 2] {
        let scratch = tempfile::tempdir().unwrap();
        assert_eq!(
            restore(scratch.path(), &mut &stream[..cut]).unwrap_err().kind(),
            Kind::Invalid,
            "cut at {cut}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_share_a_sync_and_readers_see_what_they_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Durable::open(folder.path(), SMALL).unwrap());
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            let key = key("w", &format!("e{writer}"), "c", "p");
            for time in 0..50 {
                while store.append(vec![(key.clone(), at(time, Value::Long(time)))]).await.is_err() {
                    tokio::task::yield_now().await;
                }
                assert_eq!(
                    store.latest(std::slice::from_ref(&key)).await.unwrap(),
                    [Some(at(time, Value::Long(time)))]
                );
                let found = store.scan(&[(key.clone(), WHOLE)]).await.unwrap();
                assert_eq!(found[0].len(), usize::try_from(time).unwrap() + 1);
            }
        });
    }
    while let Some(it) = writers.join_next().await {
        it.unwrap();
    }
}

#[tokio::test]
async fn a_full_queue_is_throttled() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { queue_bytes_max: 10, ..SMALL };
    let store = Durable::open(folder.path(), options).unwrap();
    let point = || vec![(key("w", "e", "c", "p"), at(1, Value::Long(1)))];
    let (one, two, three) = tokio::join!(store.append(point()), store.append(point()), store.append(point()));
    one.unwrap();
    // The writer may have taken the first before the second came, yet not all three fit.
    let _ = (two, three);
    store.shared.is_full.store(true, Ordering::Relaxed);
    assert_eq!(store.append(point()).await.unwrap_err().kind(), Kind::Throttled);
    store.shared.is_full.store(false, Ordering::Relaxed);
    store.append(point()).await.unwrap();
    assert_eq!(store.shared.queued_bytes.load(Ordering::Relaxed), 0);
}

/// One thing that happens to a store.
#[derive(Debug, Clone)]
enum Step {
    Append(Vec<(usize, i64, Value)>),
    Remove(usize),
    Flush,
    Reopen,
    /// Look at one series through a span.
    Look(usize, i64, i64, bool, usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let point = (0..6_usize, 0..40_i64, any_value());
    prop_oneof![
        6 => proptest::collection::vec(point, 1..12).prop_map(Step::Append),
        1 => (0..6_usize).prop_map(Step::Remove),
        2 => Just(Step::Flush),
        1 => Just(Step::Reopen),
        4 => (0..6_usize, -2..42_i64, -2..42_i64, any::<bool>(), 0..9_usize)
            .prop_map(|(series, after, until, descending, limit)| Step::Look(series, after, until, descending, limit)),
    ]
}

/// The names of the series, and the scopes that steps remove.
fn names(series: usize) -> SeriesKey {
    let (entity, path) =
        [("a", "c"), ("a", "c/d"), ("a", "d"), ("b", "c"), ("b", "c/d"), ("ab", "c")][series];
    key("w", entity, path, "p")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn it_behaves_like_a_map(steps in proptest::collection::vec(any_step(), 1..60)) {
        let (folder, rt) = (tempfile::tempdir().unwrap(), rt());
        let mut naive: BTreeMap<usize, BTreeMap<i64, Value>> = BTreeMap::new();
        let mut store = Some(Durable::open(folder.path(), Options::default()).unwrap());
        for step in steps.into_iter().chain((0..6).map(|it| Step::Look(it, -2, 42, false, 99))) {
            let open = store.as_ref().unwrap();
            match step {
                Step::Append(points) => {
                    let batch = points.iter().map(|(series, time, it)| (names(*series), at(*time, it.clone())));
                    rt.block_on(open.append(batch.collect())).unwrap();
                    for (series, time, it) in points {
                        naive.entry(series).or_default().insert(time, it);
                    }
                }
                Step::Remove(series) => {
                    let it = names(series);
                    let path = (series != 3).then_some(&*it.component_path);
                    rt.block_on(open.remove(&it.workspace_id, Some(&it.entity_id), path)).unwrap();
                    let gone: &[usize] = match series { 0 => &[0, 1], 3 => &[3, 4], _ => std::slice::from_ref(&series) };
                    for it in gone {
                        naive.remove(it);
                    }
                }
                Step::Flush => rt.block_on(open.flush()).unwrap(),
                Step::Reopen => {
                    drop(store.take());
                    store = Some(Durable::open(folder.path(), Options::default()).unwrap());
                }
                Step::Look(series, after, until, descending, limit) => {
                    let points = naive.get(&series).into_iter().flatten().map(|(time, it)| at(*time, it.clone()));
                    let mut want: Vec<Point> =
                        points.filter(|it| after < it.time.nanos() && it.time.nanos() <= until).collect();
                    if descending {
                        want.reverse();
                    }
                    want.truncate(limit);
                    let key = names(series);
                    let got = rt.block_on(open.scan(&[(key.clone(), span(after, until, descending, limit))])).unwrap();
                    prop_assert_eq!(shown(&got[0]), shown(&want));
                    let newest = naive.get(&series).and_then(|it| it.last_key_value());
                    let newest: Vec<Point> = newest.into_iter().map(|(time, it)| at(*time, it.clone())).collect();
                    let got: Vec<Point> = rt.block_on(open.latest(&[key])).unwrap().into_iter().flatten().collect();
                    prop_assert_eq!(shown(&got), shown(&newest));
                }
            }
        }
        drop(store);
        prop_assert_eq!(verify(folder.path()).unwrap().damages, Vec::<String>::new());
    }
}
