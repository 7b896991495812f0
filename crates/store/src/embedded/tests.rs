//! The embedded engine keeps the contract, survives its process, and says what is wrong in words.

use super::*;
use crate::memory::Memory;
use crate::{Check, Space, Write, contract};
use proptest::collection::vec;
use proptest::prelude::*;

fn key(name: &str) -> Key {
    Key { space: Space::Bucket, bytes: name.as_bytes().to_vec() }
}

fn put(name: &str) -> Transaction {
    Transaction { checks: vec![], writes: vec![Write::Put(key(name), name.as_bytes().to_vec())] }
}

async fn names(store: &Embedded) -> Vec<String> {
    let range = Read::Range { space: Space::Bucket, prefix: Vec::new(), after: None, limit: 100_000 };
    let found = store.read(&[range]).await.unwrap().concat();
    found.into_iter().map(|(key, _)| String::from_utf8(key.bytes).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    contract::all(&store).await.unwrap();
}

#[tokio::test]
async fn is_found_again_with_its_versions() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    store.commit(put("a")).await.unwrap();
    let before = store.read(&[Read::Key(key("a"))]).await.unwrap();
    drop(store);
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    assert_eq!(store.read(&[Read::Key(key("a"))]).await.unwrap(), before);
    store.commit(put("a")).await.unwrap();
    let after = store.read(&[Read::Key(key("a"))]).await.unwrap();
    assert!(after[0][0].1.version > before[0][0].1.version);
}

#[tokio::test]
async fn a_second_process_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Embedded::open(folder.path(), Options::default()).unwrap();
    let error = Embedded::open(folder.path(), Options::default()).unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict);
    assert!(error.message().contains("another gemel process uses this data folder"), "{error}");
}

#[tokio::test]
async fn another_layout_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(Embedded::open(folder.path(), Options::default()).unwrap());
    let database = Builder::new().create(folder.path().join(FILE)).unwrap();
    let writing = database.begin_write().unwrap();
    let numbers: redb::TableDefinition<&str, u64> = redb::TableDefinition::new("engine");
    writing.open_table(numbers).unwrap().insert("format", 9).unwrap();
    writing.commit().unwrap();
    drop(database);
    let error = Embedded::open(folder.path(), Options::default()).unwrap_err();
    assert!(error.message().contains("layout 9"), "{error}");
}

#[tokio::test]
async fn what_is_no_store_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), b"hello".repeat(1000)).unwrap();
    let error = Embedded::open(folder.path(), Options::default()).unwrap_err();
    assert!(error.message().contains("could not be opened"), "{error}");
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), b"hello".repeat(1000));
}

#[tokio::test]
async fn half_made_files_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NEW), b"half").unwrap();
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    store.commit(put("a")).await.unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// One thread: the writer can take at most the first commit before all others have knocked.
#[tokio::test]
async fn a_full_queue_refuses_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { waiting_commits_max: 2, ..Options::default() };
    let store = Embedded::open(folder.path(), options).unwrap();
    let names_given: Vec<String> = (0..5000).map(|it| format!("{it}")).collect();
    let outcomes = futures::future::join_all(names_given.iter().map(|it| store.commit(put(it)))).await;
    let mut n_done = 0;
    for (name, outcome) in names_given.iter().zip(outcomes) {
        let is_there = !store.read(&[Read::Key(key(name))]).await.unwrap()[0].is_empty();
        match outcome {
            Ok(it) => assert_eq!((it, is_there), (Commit::Done, true)),
            Err(error) => assert_eq!((error.kind(), is_there), (Kind::Throttled, false)),
        }
        n_done += usize::from(is_there);
    }
    assert!((1..5000).contains(&n_done), "{n_done} of 5000");
    store.commit(put("again")).await.unwrap();
}

#[tokio::test]
async fn what_waits_is_written_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    let mut waiting: Vec<_> = ["a", "b", "c"].into_iter().map(|it| store.commit(put(it))).collect();
    for commit in &mut waiting {
        assert!(futures::poll!(commit).is_pending());
    }
    drop(waiting);
    drop(store);
    let store = Embedded::open(folder.path(), Options::default()).unwrap();
    assert_eq!(names(&store).await, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_backup_is_of_one_moment_and_restores() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(&folder.path().join("from"), Options::default()).unwrap();
    let writes = (0..3000)
        .map(|it| Write::Put(key(&format!("{it:04}")), format!("{it:04}").repeat(250).into_bytes()))
        .collect();
    store.commit(Transaction { checks: vec![], writes }).await.unwrap();
    let mut late = Late { store: &store, bytes: Vec::new() };
    let saved = store.save(&mut late).unwrap();
    let bytes = late.bytes;
    assert_eq!((saved.n_records, saved.n_bytes), (3000, bytes.len() as u64));
    assert!(names(&store).await.contains(&"late".to_owned()));

    let to = folder.path().join("to");
    assert_eq!(Embedded::restore(&to, Options::default(), &mut bytes.as_slice()).unwrap(), saved);
    let restored = Embedded::open(&to, Options::default()).unwrap();
    let range = Read::Range { space: Space::Bucket, prefix: b"0".to_vec(), after: None, limit: 5000 };
    assert_eq!(
        restored.read(std::slice::from_ref(&range)).await.unwrap(),
        store.read(std::slice::from_ref(&range)).await.unwrap()
    );
    assert!(!names(&restored).await.contains(&"late".to_owned()));
    let stale = Check::Version(key("0000"), 1);
    let transaction = Transaction { checks: vec![stale], writes: put("0000").writes };
    assert_eq!(restored.commit(transaction).await.unwrap(), Commit::Done);
    assert!(restored.read(&[Read::Key(key("0000"))]).await.unwrap()[0][0].1.version > 1);

    let error = Embedded::restore(&to, Options::default(), &mut bytes.as_slice()).unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict);
}

/// Takes a backup, and writes to the store when the first bytes of it arrive.
struct Late<'a> {
    store: &'a Embedded,
    bytes: Vec<u8>,
}

impl io::Write for Late<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.is_empty() {
            let commit = || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(self.store.commit(put("late"))).unwrap()
            };
            let outcome = std::thread::scope(|it| it.spawn(commit).join().unwrap());
            assert_eq!(outcome, Commit::Done);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_damaged_backup_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(&folder.path().join("from"), Options::default()).unwrap();
    store.commit(put("a")).await.unwrap();
    store.commit(put("b")).await.unwrap();
    let mut bytes = Vec::new();
    store.save(&mut bytes).unwrap();
    let to = folder.path().join("to");
    let check = |bytes: &[u8], what: &str| {
        let error = Embedded::restore(&to, Options::default(), &mut &*bytes).unwrap_err();
        assert_eq!(error.kind(), Kind::Invalid, "{what}: {error:?}");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 0, "{what}");
    };
    for cut in 0..bytes.len() {
        check(&bytes[..cut], &format!("cut at {cut}"));
    }
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        check(&changed, &format!("changed at {place}"));
    }
}

fn any_key() -> impl Strategy<Value = Key> {
    let space = prop_oneof![Just(Space::Bucket), Just(Space::Object)];
    (space, vec(prop_oneof![Just(0), Just(b'a'), Just(0xff)], 0..4))
        .prop_map(|(space, bytes)| Key { space, bytes })
}

fn any_transaction() -> impl Strategy<Value = Transaction> {
    let check = prop_oneof![
        (any_key(), 0_u64..8).prop_map(|(key, version)| Check::Version(key, version)),
        any_key().prop_map(Check::Present),
        any_key().prop_map(Check::Absent),
        any_key().prop_map(|it| Check::EmptyPrefix(it.space, it.bytes)),
    ];
    let write = prop_oneof![
        (any_key(), vec(any::<u8>(), 0..3)).prop_map(|(key, bytes)| Write::Put(key, bytes)),
        any_key().prop_map(Write::Delete),
        (any_key(), any::<i64>()).prop_map(|(key, n)| Write::Add(key, n)),
    ];
    (vec(check, 0..3), vec(write, 0..4)).prop_map(|(checks, writes)| Transaction { checks, writes })
}

fn any_range() -> impl Strategy<Value = Read> {
    (any_key(), proptest::option::of(any_key()), 0_usize..6).prop_map(|(prefix, after, limit)| Read::Range {
        space: prefix.space,
        prefix: prefix.bytes,
        after: after.map(|it| it.bytes),
        limit,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn does_what_the_engine_in_memory_does(
        transactions in vec(any_transaction(), 1..30),
        ranges in vec(any_range(), 1..30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let memory = Memory::new();
            let embedded = Embedded::on(redb::backends::InMemoryBackend::new(), Options::default()).unwrap();
            for transaction in transactions {
                let want = memory.commit(transaction.clone()).await.ok();
                assert_eq!(embedded.commit(transaction).await.ok(), want);
            }
            assert_eq!(embedded.read(&ranges).await.unwrap(), memory.read(&ranges).await.unwrap());
        });
    }
}
