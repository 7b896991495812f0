//! The contract of [`TwinStore`] as cases, the same for every engine.
//!
//! [`all`] takes a store that is empty and used by nobody else, and answers with the first promise that is not kept.

use crate::{Check, Commit, Key, Read, Space, Stored, Transaction, TwinStore, Write, counter};
use futures::future::{join_all, try_join, try_join_all};
use gemel_model::{Error, Result};
use std::sync::atomic::{AtomicBool, Ordering};

/// Writers at once in the cases about them.
const N_WRITERS: usize = 64;

/// Every case, one after another.
pub async fn all(store: &dyn TwinStore) -> Result<()> {
    nothing_is_there(store).await?;
    answers_come_in_the_order_asked(store).await?;
    bytes_come_back_as_they_were(store).await?;
    writes_are_applied_in_order(store).await?;
    a_transaction_is_applied_whole_or_not_at_all(store).await?;
    checks_hold_or_refuse(store).await?;
    checks_are_judged_before_writes(store).await?;
    versions_grow_with_every_write(store).await?;
    ranges_hold_their_prefix_in_order(store).await?;
    ranges_go_on_after_a_key(store).await?;
    spaces_are_apart(store).await?;
    counters_add_up(store).await?;
    what_is_no_counter_is_not_added_to(store).await?;
    writers_see_their_writes(store).await?;
    writers_that_meet_do_not_lose_each_other(store).await?;
    adds_do_not_conflict(store).await?;
    one_of_many_wins_a_name(store).await?;
    questions_share_a_snapshot(store).await
}

async fn nothing_is_there(store: &dyn TwinStore) -> Result<()> {
    let range = Read::Range { space: Space::Bucket, prefix: Vec::new(), after: None, limit: 10 };
    let answers = store.read(&[Read::Key(at("nothing")), range]).await?;
    promise(answers == [vec![], vec![]], "an empty store answers every question with nothing")?;
    promise(store.read(&[]).await?.is_empty(), "no question has no answer")?;
    promise(store.commit(Transaction::default()).await? == Commit::Done, "an empty transaction is done")
}

async fn answers_come_in_the_order_asked(store: &dyn TwinStore) -> Result<()> {
    put(store, &at("order/a"), b"1").await?;
    put(store, &at("order/b"), b"2").await?;
    let questions = [
        Read::Key(at("order/b")),
        Read::Key(at("order/none")),
        range("order/", None, 9),
        Read::Key(at("order/a")),
    ];
    let answers = store.read(&questions).await?;
    let bytes: Vec<Vec<&[u8]>> =
        answers.iter().map(|it| it.iter().map(|(_, it)| it.bytes.as_slice()).collect()).collect();
    let want: [&[&[u8]]; 4] = [&[b"2"], &[], &[b"1", b"2"], &[b"1"]];
    promise(bytes == want, "answers come in the order of the questions")
}

async fn bytes_come_back_as_they_were(store: &dyn TwinStore) -> Result<()> {
    let every_byte: Vec<u8> = (0..=255).collect();
    for (key, bytes) in [
        (at("bytes/empty"), Vec::new()),
        (at("bytes/every"), every_byte.clone()),
        (at("bytes/large"), every_byte.repeat(4096)),
        (Key { space: Space::Bucket, bytes: [b"bytes/".as_slice(), &every_byte].concat() }, b"key".to_vec()),
        (
            Key { space: Space::Bucket, bytes: [b"bytes/".as_slice(), &[b'k'; 6000]].concat() },
            b"long key".to_vec(),
        ),
    ] {
        put(store, &key, &bytes).await?;
        promise(
            get(store, &key).await?.is_some_and(|it| it.bytes == bytes),
            "bytes come back as they were written",
        )?;
    }
    Ok(())
}

async fn writes_are_applied_in_order(store: &dyn TwinStore) -> Result<()> {
    let (a, b, c) = (at("writes/a"), at("writes/b"), at("writes/c"));
    let writes = vec![
        Write::Put(a.clone(), b"first".to_vec()),
        Write::Delete(a.clone()),
        Write::Put(a.clone(), b"last".to_vec()),
        Write::Put(b.clone(), b"gone".to_vec()),
        Write::Delete(b.clone()),
        Write::Put(c.clone(), 5_i64.to_le_bytes().to_vec()),
        Write::Add(c.clone(), 2),
        Write::Delete(at("writes/never-there")),
    ];
    done(store, Transaction { checks: vec![], writes }).await?;
    promise(
        get(store, &a).await?.is_some_and(|it| it.bytes == b"last"),
        "the last put of a transaction stays",
    )?;
    promise(get(store, &b).await?.is_none(), "a record put and deleted is not there")?;
    promise(number(store, &c).await? == 7, "an add counts on from a put before it")
}

async fn a_transaction_is_applied_whole_or_not_at_all(store: &dyn TwinStore) -> Result<()> {
    let (old, new) = (at("whole/old"), at("whole/new"));
    put(store, &old, b"before").await?;
    let transaction = Transaction {
        checks: vec![
            Check::Present(old.clone()),
            Check::Present(at("whole/none")),
            Check::Absent(old.clone()),
        ],
        writes: vec![
            Write::Put(new.clone(), b"x".to_vec()),
            Write::Put(old.clone(), b"after".to_vec()),
            Write::Add(at("whole/counter"), 1),
        ],
    };
    promise(store.commit(transaction).await? == Commit::Refused(1), "the first check that fails is told")?;
    promise(
        get(store, &old).await?.is_some_and(|it| it.bytes == b"before"),
        "a refused transaction changes nothing",
    )?;
    promise(get(store, &new).await?.is_none(), "a refused transaction makes nothing")?;
    promise(get(store, &at("whole/counter")).await?.is_none(), "a refused transaction counts nothing")
}

async fn checks_hold_or_refuse(store: &dyn TwinStore) -> Result<()> {
    let (here, none) = (at("checks/here"), at("checks/none"));
    put(store, &here, b"x").await?;
    let version = get(store, &here).await?.map_or(0, |it| it.version);
    let empty = |prefix: &str| Check::EmptyPrefix(Space::Bucket, prefix.as_bytes().to_vec());
    for (check, holds) in [
        (Check::Version(here.clone(), version), true),
        (Check::Version(here.clone(), version + 1), false),
        (Check::Version(here.clone(), 0), false),
        (Check::Version(none.clone(), 0), true),
        (Check::Version(none.clone(), version), false),
        (Check::Present(here.clone()), true),
        (Check::Present(none.clone()), false),
        (Check::Absent(here.clone()), false),
        (Check::Absent(none.clone()), true),
        (empty("checks/"), false),
        (empty("checks/here"), false),
        (empty("checks/here/"), true),
        (empty("checks/none"), true),
        (Check::EmptyPrefix(Space::Object, b"checks/".to_vec()), true),
    ] {
        let words = format!("{check:?} should {}", if holds { "hold" } else { "refuse" });
        let want = if holds { Commit::Done } else { Commit::Refused(0) };
        let got = store.commit(Transaction { checks: vec![check], writes: vec![] }).await?;
        promise(got == want, &words)?;
    }
    Ok(())
}

async fn checks_are_judged_before_writes(store: &dyn TwinStore) -> Result<()> {
    let key = at("before/x");
    let checks = vec![Check::Absent(key.clone()), Check::EmptyPrefix(Space::Bucket, b"before/".to_vec())];
    let transaction = Transaction { checks, writes: vec![Write::Put(key, b"x".to_vec())] };
    promise(store.commit(transaction.clone()).await? == Commit::Done, "checks do not see their own writes")?;
    promise(store.commit(transaction).await? == Commit::Refused(0), "checks see earlier commits")
}

async fn versions_grow_with_every_write(store: &dyn TwinStore) -> Result<()> {
    let key = at("versions/x");
    let mut last = 0;
    for write in [
        Write::Put(key.clone(), b"1".to_vec()),
        Write::Put(key.clone(), b"1".to_vec()),
        Write::Delete(key.clone()),
        Write::Put(key.clone(), 1_i64.to_le_bytes().to_vec()),
        Write::Add(key.clone(), 0),
    ] {
        let removes = matches!(write, Write::Delete(_));
        done(store, Transaction { checks: vec![], writes: vec![write] }).await?;
        if removes {
            continue;
        }
        let version = get(store, &key).await?.map_or(0, |it| it.version);
        promise(version > last, "every write gives a greater version, also after a removal")?;
        let stale = Transaction { checks: vec![Check::Version(key.clone(), last)], writes: vec![] };
        promise(store.commit(stale).await? == Commit::Refused(0), "an older version is refused")?;
        last = version;
    }
    Ok(())
}

async fn ranges_hold_their_prefix_in_order(store: &dyn TwinStore) -> Result<()> {
    let keys: [&[u8]; 9] =
        [b"r", b"r\0", b"r\0\xff", b"r\x01", b"rz", b"r\xff", b"r\xff\0", b"r\xff\xff", b"r\xff\xff\xff"];
    let mut writes: Vec<Write> = keys.iter().map(|it| Write::Put(raw(it), it.to_vec())).collect();
    writes.extend([b"q\xff".as_slice(), b"s"].map(|it| Write::Put(raw(it), Vec::new())));
    writes.reverse();
    done(store, Transaction { checks: vec![], writes }).await?;
    let cases: [(&[u8], &[&[u8]]); 6] = [
        (b"r", &keys),
        (b"r\0", &[b"r\0", b"r\0\xff"]),
        (b"r\xff", &[b"r\xff", b"r\xff\0", b"r\xff\xff", b"r\xff\xff\xff"]),
        (b"r\xff\xff", &[b"r\xff\xff", b"r\xff\xff\xff"]),
        (b"r\xff\xff\xff\xff", &[]),
        (b"ra", &[]),
    ];
    for (prefix, want) in cases {
        let words = format!("the keys that begin with `{}` come in order", prefix.escape_ascii());
        promise(listed(store, prefix, None, 100).await? == want, &words)?;
    }
    let empty_prefix = listed(store, b"", None, 100).await?;
    promise(empty_prefix.len() == 11 && empty_prefix.is_sorted(), "an empty prefix is the whole space")
}

async fn ranges_go_on_after_a_key(store: &dyn TwinStore) -> Result<()> {
    type Case<'a> = (&'a [u8], &'a [u8], usize, &'a [&'a [u8]]);
    // The keys of the case before.
    let cases: [Case<'_>; 9] = [
        (b"r", b"r", 2, &[b"r\0", b"r\0\xff"]),
        (b"r", b"r\0", 1, &[b"r\0\xff"]),
        (b"r", b"r\0\x01", 1, &[b"r\0\xff"]),
        (b"r", b"a", 1, &[b"r"]),
        (b"r", b"", 1, &[b"r"]),
        (b"r", b"r\xff\xff\xff", 9, &[]),
        (b"r\0", b"s", 9, &[]),
        (b"r\0", b"r\x01", 9, &[]),
        (b"r", b"rz", 0, &[]),
    ];
    for (prefix, after, limit, want) in cases {
        let words = format!("{limit} keys of `{}` after `{}`", prefix.escape_ascii(), after.escape_ascii());
        promise(listed(store, prefix, Some(after), limit).await? == want, &words)?;
    }
    done(store, Transaction { checks: vec![], writes: vec![Write::Delete(raw(b"rz"))] }).await?;
    promise(
        listed(store, b"r", Some(b"rz"), 1).await? == [b"r\xff"],
        "a list goes on after a key that was removed",
    )
}

async fn spaces_are_apart(store: &dyn TwinStore) -> Result<()> {
    let writes =
        Space::ALL.map(|space| Write::Put(Key { space, bytes: b"spaces".to_vec() }, vec![space as u8]));
    done(store, Transaction { checks: vec![], writes: writes.to_vec() }).await?;
    for space in Space::ALL {
        let range = Read::Range { space, prefix: b"spaces".to_vec(), after: None, limit: 100 };
        let found = store.read(&[range]).await?.concat();
        let is_own = |it: &(Key, Stored)| it.0.space == space && it.1.bytes == [space as u8];
        promise(found.len() == 1 && found.iter().all(is_own), "a range stays in its space")?;
    }
    let writes = Space::ALL.map(|space| Write::Delete(Key { space, bytes: b"spaces".to_vec() }));
    done(store, Transaction { checks: vec![], writes: writes.to_vec() }).await
}

async fn counters_add_up(store: &dyn TwinStore) -> Result<()> {
    let key = at("counter/x");
    for (n, want) in [(3, 3), (-5, -2), (0, -2), (i64::MAX, i64::MAX - 2), (9, i64::MAX)] {
        done(store, Transaction { checks: vec![], writes: vec![Write::Add(key.clone(), n)] }).await?;
        promise(number(store, &key).await? == want, "a counter is the sum of what was added")?;
    }
    Ok(())
}

async fn what_is_no_counter_is_not_added_to(store: &dyn TwinStore) -> Result<()> {
    let (key, other) = (at("no-counter/x"), at("no-counter/y"));
    put(store, &key, b"text").await?;
    let writes = vec![Write::Put(other.clone(), b"y".to_vec()), Write::Add(key.clone(), 1)];
    promise(
        store.commit(Transaction { checks: vec![], writes }).await.is_err(),
        "only counters can be added to",
    )?;
    promise(get(store, &other).await?.is_none(), "an add that fails takes its transaction with it")?;
    put(store, &other, b"y").await
}

async fn writers_see_their_writes(store: &dyn TwinStore) -> Result<()> {
    try_join_all((0..N_WRITERS).map(|writer| async move {
        for round in 0..4_u8 {
            let key = at(&format!("own/{writer}"));
            put(store, &key, &[round]).await?;
            let is_seen = get(store, &key).await?.is_some_and(|it| it.bytes == [round]);
            promise(is_seen, "a read sees every commit that returned before it")?;
        }
        Ok(())
    }))
    .await
    .map(drop)
}

async fn writers_that_meet_do_not_lose_each_other(store: &dyn TwinStore) -> Result<()> {
    let key = &at("meet/x");
    try_join_all((0..N_WRITERS).map(|_| async move {
        loop {
            let held = get(store, key).await?;
            let (version, sum) = held.map_or((0, 0), |it| (it.version, it.bytes.len()));
            let transaction = Transaction {
                checks: vec![Check::Version(key.clone(), version)],
                writes: vec![Write::Put(key.clone(), vec![b'x'; sum + 1])],
            };
            if store.commit(transaction).await? == Commit::Done {
                return Ok::<(), Error>(());
            }
        }
    }))
    .await?;
    let length = get(store, key).await?.map_or(0, |it| it.bytes.len());
    promise(length == N_WRITERS, "no writer that checked the version loses another's write")
}

async fn adds_do_not_conflict(store: &dyn TwinStore) -> Result<()> {
    let key = &at("adds/x");
    let add = || Transaction { checks: vec![], writes: vec![Write::Add(key.clone(), 3)] };
    let outcomes = join_all((0..N_WRITERS).map(|_| store.commit(add()))).await;
    for outcome in outcomes {
        promise(outcome? == Commit::Done, "adds do not conflict")?;
    }
    let want = i64::try_from(3 * N_WRITERS).unwrap_or(i64::MAX);
    promise(number(store, key).await? == want, "no add is lost")
}

async fn one_of_many_wins_a_name(store: &dyn TwinStore) -> Result<()> {
    let key = &at("name/x");
    let claim = |writer: usize| Transaction {
        checks: vec![Check::Absent(key.clone())],
        writes: vec![
            Write::Put(key.clone(), writer.to_string().into_bytes()),
            Write::Put(at(&format!("name-of/{writer}")), Vec::new()),
        ],
    };
    let outcomes = try_join_all((0..N_WRITERS).map(|it| store.commit(claim(it)))).await?;
    let winners: Vec<usize> = (0..N_WRITERS).filter(|it| outcomes.get(*it) == Some(&Commit::Done)).collect();
    promise(winners.len() == 1, "one of many that claim a name wins")?;
    let held = get(store, key).await?.map(|it| String::from_utf8_lossy(&it.bytes).into_owned());
    promise(held == winners.first().map(ToString::to_string), "the winner holds the name")?;
    promise(store.read(&[range("name-of/", None, 99)]).await?.concat().len() == 1, "losers leave no trace")
}

/// A token moves between two keys; whoever looks at both sees it exactly once.
async fn questions_share_a_snapshot(store: &dyn TwinStore) -> Result<()> {
    let places = [at("token/a"), at("token/b")];
    put(store, &places[0], b"token").await?;
    let is_over = AtomicBool::new(false);
    let mover = async {
        for round in 0..100_usize {
            let (from, to) = (&places[round % 2], &places[(round + 1) % 2]);
            let writes = vec![Write::Delete(from.clone()), Write::Put(to.clone(), b"token".to_vec())];
            done(store, Transaction { checks: vec![Check::Present(from.clone())], writes }).await?;
        }
        is_over.store(true, Ordering::Relaxed);
        Ok(())
    };
    let watcher = async {
        while !is_over.load(Ordering::Relaxed) {
            let questions =
                [Read::Key(places[0].clone()), Read::Key(places[1].clone()), range("token/", None, 9)];
            let counts: Vec<usize> = store.read(&questions).await?.iter().map(Vec::len).collect();
            promise(
                matches!(counts[..], [1, 0, 1] | [0, 1, 1]),
                "all questions are answered from one snapshot",
            )?;
            yield_once().await;
        }
        Ok(())
    };
    try_join(mover, watcher).await.map(drop)
}

fn promise(is_kept: bool, words: &str) -> Result<()> {
    if is_kept { Ok(()) } else { Err(Error::internal(format!("broken promise: {words}"))) }
}

/// A key of the cases' own space.
fn at(name: &str) -> Key {
    Key { space: Space::Bucket, bytes: name.as_bytes().to_vec() }
}

/// A key of the space that the cases about ranges have for themselves.
fn raw(bytes: &[u8]) -> Key {
    Key { space: Space::Function, bytes: bytes.to_vec() }
}

fn range(prefix: &str, after: Option<&str>, limit: usize) -> Read {
    let after = after.map(|it| it.as_bytes().to_vec());
    Read::Range { space: Space::Bucket, prefix: prefix.as_bytes().to_vec(), after, limit }
}

async fn listed(
    store: &dyn TwinStore,
    prefix: &[u8],
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Vec<Vec<u8>>> {
    let after = after.map(<[u8]>::to_vec);
    let range = Read::Range { space: Space::Function, prefix: prefix.to_vec(), after, limit };
    Ok(store.read(&[range]).await?.concat().into_iter().map(|(key, _)| key.bytes).collect())
}

async fn get(store: &dyn TwinStore, key: &Key) -> Result<Option<Stored>> {
    let mut answers = store.read(&[Read::Key(key.clone())]).await?.concat();
    promise(answers.len() <= 1, "a key has one record")?;
    promise(
        answers.iter().all(|(found, it)| found == key && it.version != 0),
        "an answer names its key and version",
    )?;
    Ok(answers.pop().map(|(_, it)| it))
}

async fn number(store: &dyn TwinStore, key: &Key) -> Result<i64> {
    get(store, key).await?.map_or(Ok(0), |it| counter::number(&it.bytes))
}

async fn put(store: &dyn TwinStore, key: &Key, bytes: &[u8]) -> Result<()> {
    let writes = vec![Write::Put(key.clone(), bytes.to_vec())];
    done(store, Transaction { checks: vec![], writes }).await
}

async fn done(store: &dyn TwinStore, transaction: Transaction) -> Result<()> {
    promise(store.commit(transaction).await? == Commit::Done, "a transaction whose checks hold is done")
}

/// Lets others go on.
async fn yield_once() {
    let mut is_first = true;
    std::future::poll_fn(|context| {
        if std::mem::take(&mut is_first) {
            context.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    })
    .await;
}
