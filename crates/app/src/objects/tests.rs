//! Tests of objects over a store in memory, with bytes in a folder.

use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use futures::StreamExt as _;
use gemel_model::task::Work;
use gemel_model::time::Timestamp;
use gemel_store::memory::Memory;
use tempfile::TempDir;

use super::record::ContentId;
use super::*;

struct Turned(AtomicI64);

impl Clock for Turned {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// Runs work at once, so that a test sees what it did.
struct AtOnce;

impl Spawner for AtOnce {
    fn spawn(&self, _name: &'static str, work: Work) {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(work);
            });
        });
    }
}

struct Bench {
    objects: Objects,
    clock: Arc<Turned>,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(Turned(AtomicI64::new(1_800_000_000)));
        let store = Arc::new(Memory::new());
        let objects = Objects::in_folder(folder.path(), store, clock.clone(), Arc::new(AtOnce)).unwrap();
        // Sweeps come when a test asks for them.
        objects.swept_seconds.store(i64::MAX / 2, Ordering::SeqCst);
        Self { objects, clock, folder }
    }

    async fn with_bucket() -> Self {
        let bench = Self::new();
        bench.objects.create_bucket("bucket", None).await.unwrap();
        bench
    }

    async fn draft(&self, body: &[u8]) -> Draft {
        let chunks: Vec<_> = body.chunks(100_000).map(|it| Ok(Bytes::copy_from_slice(it))).collect();
        self.objects.write(futures::stream::iter(chunks)).await.unwrap()
    }

    async fn try_put(&self, key: &str, body: &[u8], condition: Condition) -> Result<Object, Failure> {
        let draft = self.draft(body).await;
        let etag = format!("etag-of-{}", body.len());
        let etag = etag.replace('-', "");
        self.objects
            .put("bucket", key, draft, etag, None, Attributes::default(), Vec::new(), &condition)
            .await
    }

    async fn put(&self, key: &str, body: &[u8]) -> Object {
        self.try_put(key, body, Condition::default()).await.unwrap()
    }

    async fn get(&self, key: &str, slice: Slice) -> Result<Vec<u8>, Failure> {
        let opened = self.objects.open("bucket", key, slice, |_| Ok::<(), Failure>(())).await?;
        Ok(read(opened.body).await)
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    files.push(entry.path());
                }
            }
        }
        files
    }

    async fn names(&self, question: Question) -> (Vec<String>, bool) {
        let listing = self.objects.list("bucket", &question).await.unwrap();
        (listing.entries.iter().map(|it| it.name().to_owned()).collect(), listing.is_truncated)
    }
}

async fn read(body: ByteStream) -> Vec<u8> {
    let chunks: Vec<Bytes> = body.map(|it| it.unwrap()).collect().await;
    chunks.concat()
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn bytes_come_back_under_hostile_keys_and_stay_in_the_folder() {
    run(async {
        let bench = Bench::with_bucket().await;
        let long = "k".repeat(1024);
        let keys = [
            "../../x",
            "/etc/passwd",
            "a\0b",
            "a//b",
            "a/",
            ".",
            "..",
            "a/./b",
            "ü/🏭",
            " ",
            &long,
            "a\\b",
            "CON",
        ];
        for key in keys {
            bench.put(key, key.as_bytes()).await;
        }
        for key in keys {
            assert_eq!(bench.get(key, Slice::All).await.unwrap(), key.as_bytes(), "{key:?}");
        }
        let root = bench.folder.path().canonicalize().unwrap();
        for file in bench.files() {
            assert!(file.canonicalize().unwrap().starts_with(&root), "{file:?}");
        }
        assert_eq!(bench.files().len(), keys.len());
        let (mut names, _) = bench.names(Question { limit: 1000, ..Question::default() }).await;
        let mut want: Vec<_> = keys.iter().map(|it| (*it).to_owned()).collect();
        want.sort_unstable();
        assert_eq!(names, want);
        names.clear();
        bench.objects.delete("bucket", &want, &Condition::default()).await.unwrap();
        assert_eq!(bench.files(), Vec::<PathBuf>::new());
        bench.objects.delete_bucket("bucket").await.unwrap();
    });
}

#[test]
fn slices_of_an_object() {
    run(async {
        let bench = Bench::with_bucket().await;
        let body: Vec<u8> = (0..2_500_000_u32).map(|it| (it % 251) as u8).collect();
        bench.put("large", &body).await;
        bench.put("empty", b"").await;
        let cases: [(&str, Slice, Option<&[u8]>); 10] = [
            ("large", Slice::All, Some(&body)),
            ("large", Slice::From(0, Some(0)), Some(&body[..1])),
            ("large", Slice::From(1_048_575, Some(2_097_152)), Some(&body[1_048_575..=2_097_152])),
            ("large", Slice::From(2_499_999, Some(u64::MAX)), Some(&body[2_499_999..])),
            ("large", Slice::From(2_500_000, None), None),
            ("large", Slice::Last(3), Some(&body[2_499_997..])),
            ("large", Slice::Last(u64::MAX), Some(&body)),
            ("large", Slice::Last(0), None),
            ("empty", Slice::All, Some(b"")),
            ("empty", Slice::Last(1), None),
        ];
        for (key, slice, want) in cases {
            match (bench.get(key, slice).await, want) {
                (Ok(got), Some(want)) => assert!(got == want, "{key} {slice:?}"),
                (Err(Failure::OutOfRange), None) => {}
                (got, _) => panic!("{key} {slice:?}: {:?}", got.map(|it| it.len())),
            }
        }
    });
}

#[test]
fn a_write_replaces_at_once_and_readers_finish_what_they_began() {
    run(async {
        let bench = Bench::with_bucket().await;
        let old = vec![1; 3_000_000];
        bench.put("key", &old).await;
        let opened =
            bench.objects.open("bucket", "key", Slice::All, |_| Ok::<(), Failure>(())).await.unwrap();
        bench.put("key", b"new").await;
        assert_eq!(bench.get("key", Slice::All).await.unwrap(), b"new");
        assert_eq!(bench.files().len(), 2, "the reader still holds the old bytes");
        assert!(read(opened.body).await == old);
        assert_eq!(bench.files().len(), 1, "its last reader is gone");
    });
}

#[test]
fn a_body_that_breaks_off_leaves_nothing() {
    run(async {
        let bench = Bench::with_bucket().await;
        for n_chunks in [0, 1, 30] {
            let chunks = (0..n_chunks).map(|_| Ok(Bytes::from(vec![7; 100_000]))).chain([Err("cut".into())]);
            let result = bench.objects.write(futures::stream::iter(chunks.collect::<Vec<_>>())).await;
            assert!(matches!(result, Err(Failure::Body(_))));
        }
        drop(bench.draft(b"never named").await);
        assert_eq!(bench.files(), Vec::<PathBuf>::new());
    });
}

#[test]
fn conditions_of_writes() {
    run(async {
        let bench = Bench::with_bucket().await;
        let none_match = |it: &str| Condition { if_none_match: Some(it.to_owned()), ..Condition::default() };
        let matches = |it: &str| Condition { if_match: Some(it.to_owned()), ..Condition::default() };
        assert!(matches!(bench.try_put("k", b"1", matches("etagof1")).await, Err(Failure::NoSuchKey)));
        bench.try_put("k", b"1", none_match("*")).await.unwrap();
        assert!(matches!(bench.try_put("k", b"22", none_match("*")).await, Err(Failure::ConditionFailed)));
        assert!(matches!(
            bench.try_put("k", b"22", matches("\"other\"")).await,
            Err(Failure::ConditionFailed)
        ));
        bench.try_put("k", b"22", matches("\"etagof1\"")).await.unwrap();
        assert_eq!(bench.get("k", Slice::All).await.unwrap(), b"22");
        assert_eq!(bench.files().len(), 1);
        let gone = bench.objects.delete("bucket", &["k".to_owned()], &matches("\"etagof1\"")).await;
        assert!(matches!(gone, Err(Failure::ConditionFailed)));
    });
}

#[test]
fn listings_roll_up_and_go_on() {
    run(async {
        let bench = Bench::with_bucket().await;
        for key in ["a", "a/1", "a/2", "a/b/3", "b/1", "c", "d/", "d/1"] {
            bench.put(key, b"x").await;
        }
        let all = Question { delimiter: "/".to_owned(), limit: 100, ..Question::default() };
        let want = ["a", "a/", "b/", "c", "d/"];
        assert_eq!(bench.names(all.clone()).await, (want.map(str::to_owned).to_vec(), false));
        for limit in 1..=5 {
            let mut told = Vec::new();
            let mut after = String::new();
            loop {
                let (names, more) = bench.names(Question { after, limit, ..all.clone() }).await;
                after = names.last().cloned().unwrap_or_default();
                told.extend(names);
                if !more {
                    break;
                }
            }
            assert_eq!(told, want, "pages of {limit}");
        }
        let below = Question { prefix: "a/".to_owned(), ..all.clone() };
        assert_eq!(bench.names(below).await.0, ["a/1", "a/2", "a/b/"]);
        let after = Question { after: "a/1".to_owned(), ..all };
        assert_eq!(bench.names(after).await.0, ["a/", "b/", "c", "d/"]);
        assert_eq!(bench.names(Question::default()).await, (Vec::new(), false));
    });
}

#[test]
fn a_common_prefix_longer_than_a_page_is_skipped() {
    run(async {
        let bench = Bench::with_bucket().await;
        for number in 0..600 {
            bench.put(&format!("many/{number}"), b"").await;
        }
        bench.put("z", b"").await;
        let question = Question { delimiter: "/".to_owned(), limit: 10, ..Question::default() };
        assert_eq!(bench.names(question).await, (vec!["many/".to_owned(), "z".to_owned()], false));
        let all = bench.names(Question { limit: 601, ..Question::default() }).await;
        assert_eq!((all.0.len(), all.1), (601, false));
    });
}

#[test]
fn uploads_in_parts() {
    run(async {
        let bench = Bench::with_bucket().await;
        let objects = &bench.objects;
        let id =
            objects.begin_upload("bucket", "big", Attributes::default(), Vec::new(), None).await.unwrap();
        let place = ("bucket", "big", id.as_str());
        let five = vec![5; 5 << 20];
        for (number, body) in [(3, b"tail".as_slice()), (1, b"small"), (1, &five), (2, b"unused")] {
            let md5 = [u8::try_from(number).unwrap(); 16];
            objects.put_part(place, number, bench.draft(body).await, md5, None).await.unwrap();
        }
        let sum = |_: &Upload, parts: &[Part]| {
            Ok(Finished { etag: format!("sum-{}", parts.len()), checksum: None })
        };
        let chosen = |numbers: &[u16]| -> Vec<ChosenPart> {
            numbers.iter().map(|it| ChosenPart { number: *it, etag: None }).collect()
        };
        let small = objects.finish_upload(place, &chosen(&[2, 3]), &Condition::default(), sum).await;
        assert!(matches!(small, Err(Failure::PartTooSmall(2))));
        let missing = objects.finish_upload(place, &chosen(&[1, 4]), &Condition::default(), sum).await;
        assert!(matches!(missing, Err(Failure::InvalidPart(4))));
        let done = objects.finish_upload(place, &chosen(&[1, 3]), &Condition::default(), sum).await.unwrap();
        assert_eq!((done.size, done.etag.as_str(), done.parts()), ((5 << 20) + 4, "sum-2", Some(2)));
        assert_eq!(bench.get("big", Slice::Part(2)).await.unwrap(), b"tail");
        assert_eq!(bench.get("big", Slice::From((5 << 20) - 1, Some(5 << 20))).await.unwrap(), [5, b't']);
        assert_eq!(bench.files().len(), 2, "replaced and unused parts are gone");
        assert!(matches!(objects.upload("bucket", "big", &id).await, Err(Failure::NoSuchUpload)));
        let copied =
            objects.copy(("bucket", "big"), ("bucket", "two"), &Condition::default(), |_| {}).await.unwrap();
        bench.objects.delete("bucket", &["big".to_owned()], &Condition::default()).await.unwrap();
        assert_eq!(bench.get("two", Slice::All).await.unwrap().len() as u64, copied.size);
    });
}

#[test]
fn uploads_are_listed_in_order() {
    run(async {
        let bench = Bench::with_bucket().await;
        for key in ["b", "a", "a", "dir/1", "dir/2"] {
            bench.objects.begin_upload("bucket", key, Attributes::default(), Vec::new(), None).await.unwrap();
        }
        let mut told = Vec::new();
        let mut question = Question { delimiter: "/".to_owned(), limit: 1, ..Question::default() };
        loop {
            let page = bench.objects.list_uploads("bucket", &question).await.unwrap();
            told.extend(page.uploads.into_iter().map(|it| it.1.key).chain(page.prefixes));
            let Some((after, after_upload)) = page.next else { break };
            question = Question { after, after_upload, ..question };
        }
        assert_eq!(told, ["a", "a", "b", "dir/"]);
        bench.objects.delete_bucket("bucket").await.unwrap();
        bench.objects.create_bucket("bucket", None).await.unwrap();
        let page = bench
            .objects
            .list_uploads("bucket", &Question { limit: 9, ..Question::default() })
            .await
            .unwrap();
        assert!(page.uploads.is_empty());
    });
}

#[test]
fn the_sweep_removes_what_nothing_names_and_nothing_else() {
    run(async {
        let bench = Bench::with_bucket().await;
        bench.clock.0.store(now_seconds(), Ordering::SeqCst);
        bench.put("kept", b"kept").await;
        let id =
            bench.objects.begin_upload("bucket", "u", Attributes::default(), Vec::new(), None).await.unwrap();
        let part = bench.draft(b"part").await;
        bench.objects.put_part(("bucket", "u", &id), 1, part, [0; 16], None).await.unwrap();
        // What a crash leaves: bytes without a record, and a write half done.
        let orphan = ContentId::new().to_string();
        let shard = bench.folder.path().join("content").join(&orphan[..2]);
        std::fs::create_dir_all(&shard).unwrap();
        std::fs::write(shard.join(&orphan), b"orphan").unwrap();
        std::fs::write(shard.join(format!("{orphan}#1")), b"half").unwrap();
        std::fs::write(shard.join("not-ours"), b"?").unwrap();
        assert_eq!(bench.objects.sweep().await.unwrap(), Swept::default(), "all is young");
        bench.clock.0.fetch_add(2 * 24 * 3600, Ordering::SeqCst);
        let held = bench.draft(b"being written").await;
        assert_eq!(bench.objects.sweep().await.unwrap(), Swept { uploads: 0, contents: 1, half_done: 1 });
        drop(held);
        bench.clock.0.fetch_add(7 * 24 * 3600, Ordering::SeqCst);
        assert_eq!(bench.objects.sweep().await.unwrap().uploads, 1);
        assert_eq!(bench.get("kept", Slice::All).await.unwrap(), b"kept");
        assert_eq!(bench.files().len(), 2, "the kept one, and a stranger's");
    });
}

#[test]
fn writes_sweep_now_and_then() {
    run(async {
        let bench = Bench::with_bucket().await;
        bench.clock.0.store(now_seconds() + 2 * 24 * 3600, Ordering::SeqCst);
        let orphan = ContentId::new().to_string();
        let shard = bench.folder.path().join("content").join(&orphan[..2]);
        std::fs::create_dir_all(&shard).unwrap();
        std::fs::write(shard.join(&orphan), b"orphan").unwrap();
        bench.put("a", b"").await;
        assert_eq!(bench.files().len(), 1, "not yet due");
        bench.objects.swept_seconds.store(now_seconds(), Ordering::SeqCst);
        bench.put("b", b"").await;
        assert_eq!(bench.files().len(), 0);
    });
}

/// The machine's time, which is what files carry.
fn now_seconds() -> i64 {
    let made = tempfile::tempfile().unwrap().metadata().unwrap().modified().unwrap();
    let since = made.duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

#[cfg(unix)]
#[test]
fn planted_links_are_not_followed() {
    run(async {
        let bench = Bench::with_bucket().await;
        let object = bench.put("key", b"mine").await;
        let secret = bench.folder.path().join("secret");
        std::fs::write(&secret, b"secret").unwrap();
        let name = object.pieces[0].content.to_string();
        let file = bench.folder.path().join("content").join(&name[..2]).join(&name);
        std::fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(&secret, &file).unwrap();
        let error = bench.get("key", Slice::All).await.unwrap_err();
        assert!(matches!(&error, Failure::Broken(it) if it.message().contains("symbolic link")), "{error:?}");
    });
}

#[test]
fn damaged_bytes_are_not_copied() {
    run(async {
        let bench = Bench::with_bucket().await;
        let object = bench.put("key", b"all of it").await;
        let name = object.pieces[0].content.to_string();
        std::fs::write(bench.folder.path().join("content").join(&name[..2]).join(&name), b"half").unwrap();
        let always = Condition::default();
        let copied = bench.objects.copy(("bucket", "key"), ("bucket", "copy"), &always, |_| {}).await;
        let error = copied.unwrap_err();
        let words = "4 instead of the 9";
        assert!(matches!(&error, Failure::Broken(it) if it.message().contains(words)), "{error:?}");
        assert!(matches!(bench.get("copy", Slice::All).await, Err(Failure::NoSuchKey)));
    });
}

#[test]
fn markers_come_and_go() {
    run(async {
        let bench = Bench::with_bucket().await;
        let workspace = gemel_model::id::WorkspaceId::parse("workspaceId", "bakery").unwrap();
        assert!(matches!(bench.objects.put_marker("nowhere", &workspace).await, Err(Failure::NoSuchBucket)));
        bench.objects.put_marker("bucket", &workspace).await.unwrap();
        let (names, _) = bench.names(Question { limit: 9, ..Question::default() }).await;
        assert_eq!(names, ["DO_NOT_DELETE_WORKSPACE_bakery"]);
        assert!(matches!(bench.objects.delete_bucket("bucket").await, Err(Failure::BucketNotEmpty)));
        for bucket in ["bucket", "bucket", "nowhere"] {
            bench.objects.remove_marker(bucket, &workspace).await.unwrap();
        }
        bench.objects.delete_bucket("bucket").await.unwrap();
    });
}

#[test]
fn bytes_can_live_in_any_object_store() {
    run(async {
        let bytes = Arc::new(object_store::memory::InMemory::new());
        let clock = Arc::new(Turned(AtomicI64::new(now_seconds())));
        let objects = Objects::over(bytes.clone(), Arc::new(Memory::new()), clock.clone(), Arc::new(AtOnce));
        objects.create_bucket("bucket", None).await.unwrap();
        let body: Vec<u8> = (0..20_000_000_u32).map(|it| (it % 249) as u8).collect();
        let chunks: Vec<_> = body.chunks(777_777).map(|it| Ok(Bytes::copy_from_slice(it))).collect();
        let draft = objects.write(futures::stream::iter(chunks)).await.unwrap();
        let none = Condition::default();
        objects
            .put("bucket", "k", draft, String::new(), None, Attributes::default(), Vec::new(), &none)
            .await
            .unwrap();
        objects.copy(("bucket", "k"), ("bucket", "copy"), &none, |_| {}).await.unwrap();
        objects.delete("bucket", &["k".to_owned()], &none).await.unwrap();
        for (slice, want) in
            [(Slice::All, &body[..]), (Slice::From(8_388_607, Some(8_388_609)), &body[8_388_607..=8_388_609])]
        {
            let opened = objects.open("bucket", "copy", slice, |_| Ok::<(), Failure>(())).await.unwrap();
            assert!(read(opened.body).await == want, "{slice:?}");
        }
        let drafted = objects.write(futures::stream::iter([Ok(Bytes::from_static(b"x"))])).await.unwrap();
        drop(drafted);
        clock.0.fetch_add(2 * 24 * 3600, Ordering::SeqCst);
        assert_eq!(objects.sweep().await.unwrap().contents, 0);
        let stored: Vec<_> = object_store::ObjectStore::list(bytes.as_ref(), None).collect().await;
        assert_eq!(stored.len(), 1);
    });
}
