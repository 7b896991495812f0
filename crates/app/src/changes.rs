//! Who is told that something changed: writers name what is new once it is durable, listeners read it then.
//!
//! Nothing of a value goes through here, only which one is new. So a listener that reads slowly costs one mark a
//! property, not a queue, and what it reads is what is stored, in whatever order writers came.

use gemel_model::id::{EntityId, WorkspaceId};
use gemel_model::{Error, Kind, Result};
use gemel_series::SeriesKey;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::Notify;

/// Properties of all listeners together; bounds the memory that they take.
const PROPERTIES_MAX: usize = 2_000_000;

/// Where changes are told and heard.
#[derive(Debug, Default)]
pub struct Changes {
    /// So that a writer learns without a lock that nobody listens.
    n_listeners: AtomicUsize,
    listeners: RwLock<Listeners>,
}

/// Who is told, and by which number he knows what changed.
type Address = (Arc<Mailbox>, u32);

#[derive(Debug, Default)]
struct Listeners {
    n_properties: usize,
    by_series: HashMap<Arc<SeriesKey>, Vec<Address>>,
    by_entity: HashMap<(WorkspaceId, EntityId), Vec<Address>>,
    by_workspace: HashMap<WorkspaceId, Vec<Arc<Mailbox>>>,
}

/// What a listener wants to hear of.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) workspace_id: WorkspaceId,
    /// Each property's series, whether or not it is one today.
    pub(crate) keys: Vec<Arc<SeriesKey>>,
    /// Each entity once.
    pub(crate) entities: Vec<EntityId>,
}

/// What is new for one listener, until it looks.
#[derive(Debug)]
struct Mailbox {
    news: Mutex<News>,
    wake: Notify,
}

/// What is new: numbers of properties and of entities, each at most once.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) properties: Marks,
    pub(crate) entities: Marks,
    /// Every entity may be another, for a component type is.
    pub(crate) is_all: bool,
}

/// Numbers below a bound, each kept once, in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) numbers: Vec<u32>,
    is_marked: Vec<bool>,
}

impl Marks {
    fn below(bound: usize) -> Self {
        Self { numbers: Vec::new(), is_marked: vec![false; bound] }
    }

    fn mark(&mut self, number: u32) {
        if let Some(is_marked) = self.is_marked.get_mut(number as usize).filter(|it| !**it) {
            *is_marked = true;
            self.numbers.push(number);
        }
    }

    fn take(&mut self) -> Self {
        let numbers = std::mem::take(&mut self.numbers);
        for it in &numbers {
            self.is_marked[*it as usize] = false;
        }
        Self { numbers, is_marked: Vec::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl News {
    fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.entities.is_empty() && !self.is_all
    }
}

impl Mailbox {
    /// A panic while it was held left at worst a mark too many in it.
    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, write: impl FnOnce(&mut News)) {
        let mut news = self.news();
        let was_empty = news.is_empty();
        write(&mut news);
        drop(news);
        if was_empty {
            self.wake.notify_one();
        }
    }
}

impl Changes {
    /// Listens from here on, until the ticket is dropped. `Throttled` when there are too many already.
    pub(crate) fn listen(self: &Arc<Self>, wanted: Wanted, n_max: usize) -> Result<Ticket> {
        let mailbox = Arc::new(Mailbox {
            news: Mutex::new(News {
                properties: Marks::below(wanted.keys.len()),
                entities: Marks::below(wanted.entities.len()),
                is_all: false,
            }),
            wake: Notify::new(),
        });
        let mut listeners = self.write();
        if self.n_listeners() >= n_max || listeners.n_properties + wanted.keys.len() > PROPERTIES_MAX {
            return Err(Error::new(
                Kind::Throttled,
                format!("{} live subscriptions are open, which is the most there may be", self.n_listeners()),
            ));
        }
        listeners.n_properties += wanted.keys.len();
        for (index, key) in (0_u32..).zip(&wanted.keys) {
            listeners.by_series.entry(Arc::clone(key)).or_default().push((Arc::clone(&mailbox), index));
        }
        for (index, id) in (0_u32..).zip(&wanted.entities) {
            let key = (wanted.workspace_id.clone(), id.clone());
            listeners.by_entity.entry(key).or_default().push((Arc::clone(&mailbox), index));
        }
        let of_workspace = listeners.by_workspace.entry(wanted.workspace_id.clone()).or_default();
        of_workspace.push(Arc::clone(&mailbox));
        // Before the lock ends and before the listener reads anything: a writer that sees none from here on wrote
        // before that read.
        self.n_listeners.fetch_add(1, Ordering::SeqCst);
        drop(listeners);
        Ok(Ticket { changes: Arc::clone(self), mailbox, wanted })
    }

    /// How many listen.
    pub fn n_listeners(&self) -> usize {
        self.n_listeners.load(Ordering::SeqCst)
    }

    /// Series have new points. Call it when these are durable.
    pub(crate) fn tell_series(&self, keys: impl IntoIterator<Item = SeriesKey>) {
        if self.n_listeners() == 0 {
            return;
        }
        let listeners = self.read();
        for key in keys {
            for (mailbox, index) in listeners.by_series.get(&key).into_iter().flatten() {
                mailbox.tell(|it| it.properties.mark(*index));
            }
        }
    }

    /// An entity was made, changed or removed. Call it when that is durable, and its old series are gone.
    pub(crate) fn tell_entity(&self, workspace_id: &WorkspaceId, id: &EntityId) {
        if self.n_listeners() == 0 {
            return;
        }
        let listeners = self.read();
        let key = (workspace_id.clone(), id.clone());
        for (mailbox, index) in listeners.by_entity.get(&key).into_iter().flatten() {
            mailbox.tell(|it| it.entities.mark(*index));
        }
    }

    /// The component types of a workspace changed, or the workspace is gone.
    pub(crate) fn tell_workspace(&self, workspace_id: &WorkspaceId) {
        if self.n_listeners() == 0 {
            return;
        }
        let listeners = self.read();
        for mailbox in listeners.by_workspace.get(workspace_id).into_iter().flatten() {
            mailbox.tell(|it| it.is_all = true);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Listeners> {
        self.listeners.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Listeners> {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A listener's place; dropping it ends the listening.
#[derive(Debug)]
pub(crate) struct Ticket {
    changes: Arc<Changes>,
    mailbox: Arc<Mailbox>,
    wanted: Wanted,
}

impl Ticket {
    /// Waits until there is news. Can be dropped at any time without losing some.
    pub(crate) async fn wait(&self) {
        while self.mailbox.news().is_empty() {
            self.mailbox.wake.notified().await;
        }
    }

    /// Takes what is new.
    pub(crate) fn take(&self) -> News {
        let mut news = self.mailbox.news();
        News {
            properties: news.properties.take(),
            entities: news.entities.take(),
            is_all: std::mem::take(&mut news.is_all),
        }
    }

    /// The series of each property.
    pub(crate) fn keys(&self) -> &[Arc<SeriesKey>] {
        &self.wanted.keys
    }

    /// The entities, in the order of their numbers.
    pub(crate) fn entities(&self) -> &[EntityId] {
        &self.wanted.entities
    }

    /// Whose world.
    pub(crate) fn workspace_id(&self) -> &WorkspaceId {
        &self.wanted.workspace_id
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut listeners = self.changes.write();
        let is_other = |it: &Arc<Mailbox>| !Arc::ptr_eq(it, &self.mailbox);
        for key in &self.wanted.keys {
            forget(&mut listeners.by_series, key, |(it, _)| is_other(it));
        }
        for id in &self.wanted.entities {
            let key = (self.wanted.workspace_id.clone(), id.clone());
            forget(&mut listeners.by_entity, &key, |(it, _)| is_other(it));
        }
        forget(&mut listeners.by_workspace, &self.wanted.workspace_id, is_other);
        listeners.n_properties -= self.wanted.keys.len();
        self.changes.n_listeners.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Keeps of a key's list what is to stay; a key without any goes.
fn forget<K: std::hash::Hash + Eq, V>(of: &mut HashMap<K, Vec<V>>, key: &K, stays: impl Fn(&V) -> bool) {
    if let Some(list) = of.get_mut(key) {
        list.retain(stays);
        if list.is_empty() {
            of.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    fn key(entity: &str, property: &str) -> SeriesKey {
        SeriesKey {
            workspace_id: WorkspaceId::trusted("w"),
            entity_id: EntityId::trusted(entity),
            component_path: "c".into(),
            property_name: property.into(),
        }
    }

    fn listen(changes: &Arc<Changes>, keys: &[SeriesKey], n_max: usize) -> Result<Ticket> {
        let keys: Vec<Arc<SeriesKey>> = keys.iter().cloned().map(Arc::new).collect();
        let mut entities: Vec<EntityId> = keys.iter().map(|it| it.entity_id.clone()).collect();
        entities.dedup();
        changes.listen(Wanted { workspace_id: WorkspaceId::trusted("w"), keys, entities }, n_max)
    }

    #[test]
    fn each_listener_hears_what_it_wants_once() {
        let changes = Arc::new(Changes::default());
        changes.tell_series([key("a", "p")]);
        let first =
            listen(&changes, &[key("a", "p"), key("a", "q"), key("b", "p"), key("a", "p")], 9).unwrap();
        let second = listen(&changes, &[key("b", "p")], 9).unwrap();
        assert!(first.wait().now_or_never().is_none());
        changes.tell_series([key("b", "p"), key("a", "p"), key("z", "p"), key("b", "p")]);
        changes.tell_entity(&WorkspaceId::trusted("w"), &EntityId::trusted("b"));
        changes.tell_entity(&WorkspaceId::trusted("other"), &EntityId::trusted("a"));
        assert!(first.wait().now_or_never().is_some());
        let news = first.take();
        assert_eq!(
            (news.properties.numbers, news.entities.numbers, news.is_all),
            (vec![2, 0, 3], vec![1], false)
        );
        assert!(first.wait().now_or_never().is_none());
        assert_eq!(second.take().properties.numbers, [0]);
        changes.tell_workspace(&WorkspaceId::trusted("w"));
        assert!(first.take().is_all && second.take().is_all);
        changes.tell_series([key("a", "p")]);
        assert_eq!(first.take().properties.numbers, [0, 3]);
    }

    #[test]
    fn who_goes_leaves_nothing() {
        let changes = Arc::new(Changes::default());
        let stays = listen(&changes, &[key("a", "p")], 2).unwrap();
        let goes = listen(&changes, &[key("a", "p"), key("b", "p")], 2).unwrap();
        assert_eq!(listen(&changes, &[key("a", "p")], 2).unwrap_err().kind(), Kind::Throttled);
        drop(goes);
        assert_eq!((changes.n_listeners(), changes.read().n_properties), (1, 1));
        assert_eq!((changes.read().by_series.len(), changes.read().by_entity.len()), (1, 1));
        changes.tell_series([key("a", "p")]);
        assert_eq!(stays.take().properties.numbers, [0]);
        drop(stays);
        let left = changes.read();
        assert!(left.by_series.is_empty() && left.by_entity.is_empty() && left.by_workspace.is_empty());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn no_news_is_lost_between_waiting_and_telling() {
        let changes = Arc::new(Changes::default());
        let ticket = listen(&changes, &[key("a", "p")], 2).unwrap();
        let teller = Arc::clone(&changes);
        let telling = std::thread::spawn(move || {
            for _ in 0..10_000 {
                teller.tell_series([key("a", "p")]);
            }
        });
        let mut n_heard = 0;
        while !telling.is_finished() {
            let waited = tokio::time::timeout(std::time::Duration::from_millis(200), ticket.wait()).await;
            if waited.is_ok() {
                n_heard += ticket.take().properties.numbers.len();
            }
        }
        telling.join().unwrap();
        n_heard += ticket.take().properties.numbers.len();
        assert!(n_heard >= 1);
        assert!(ticket.wait().now_or_never().is_none());
    }
}
