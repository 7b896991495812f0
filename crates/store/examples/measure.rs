//! Measures the embedded engine: durable commits of one and of 64 writers, and reads of entities.
//!
//! `cargo run --release -p gemel-store --example measure [FOLDER]`; the folder decides whose disk is measured.

use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::entity::{Component, Entity, Property};
use gemel_model::id::{ComponentTypeId, EntityId, Name, Parent, WorkspaceId};
use gemel_model::status::Status;
use gemel_model::time::Timestamp;
use gemel_model::value::Value;
use gemel_model::workspace::Workspace;
use gemel_model::{Error, Result};
use gemel_store::embedded::{Embedded, Options};
use gemel_store::entity::Filter;
use gemel_store::{component_type, entity, workspace};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const WORKSPACE: &str = "plant";
const ROUND: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> Result<()> {
    let base = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = base.join(format!("gemel-measure-{}", std::process::id()));
    let measured = measure(&folder).await;
    fs::remove_dir_all(&folder)
        .map_err(|it| Error::internal("the folder could not be removed").because(it))?;
    measured
}

async fn measure(folder: &Path) -> Result<()> {
    let store = Arc::new(Embedded::open(folder, Options::default())?);
    let id = WorkspaceId::trusted(WORKSPACE);
    let since = Timestamp::default();
    let made = Workspace {
        id: id.clone(),
        description: None,
        s3_location: None,
        role: None,
        linked_services: vec![],
        created: since,
        updated: since,
    };
    expect_done(workspace::put(None, &made)?.commit(&*store).await?)?;
    for suffix in ["telemetry", "alarm"] {
        let declared = component_type_of(suffix);
        expect_done(component_type::put(&id, None, &declared)?.commit(&*store).await?)?;
    }
    let record = gemel_store::record::encode_entity(&entity_of(1), &BTreeSet::new())?;
    println!("record of an entity with 2 x 5 properties: {} bytes", record.len());
    for round in 1..=3 {
        println!("round {round}");
        println!("  fdatasync of 512-byte appends: {:.0}/s", syncs(folder)?);
        for n_writers in [1, 64] {
            let (n_commits, took) = write(&store, n_writers).await?;
            println!("  {n_writers} writers, durable CreateEntity: {:.0}/s", rate(n_commits, took));
        }
        for n_readers in [1, 2] {
            let (n_reads, took) = read(&store, n_readers).await?;
            println!("  {n_readers} readers, GetEntity: {:.0}/s", rate(n_reads, took));
        }
        let began = Instant::now();
        let mut n_pages = 0;
        while began.elapsed() < ROUND / 2 {
            entity::list(&*store, &id, Filter::All, None, 200).await?;
            n_pages += 1;
        }
        println!("  pages of 200 entities with hasChildEntities: {:.0}/s", rate(n_pages, began.elapsed()));
    }
    let began = Instant::now();
    let report = store.verify()?;
    let n_records: u64 = report.n_records.values().sum();
    println!("verify: {n_records} records in {:?}, {} findings", began.elapsed(), report.n_findings);
    drop(store);
    let began = Instant::now();
    drop(Embedded::open(folder, Options::default())?);
    println!("open after a clean end: {:?}", began.elapsed());
    Ok(())
}

static NEXT_ID: AtomicUsize = AtomicUsize::new(0);

async fn write(store: &Arc<Embedded>, n_writers: usize) -> Result<(usize, Duration)> {
    let began = Instant::now();
    let work = move |store: Arc<Embedded>| async move {
        let id = WorkspaceId::trusted(WORKSPACE);
        let mut n_commits = 0;
        while began.elapsed() < ROUND {
            let made = entity_of(NEXT_ID.fetch_add(1, Ordering::Relaxed));
            let change = entity::put(&id, None, &made, &BTreeSet::from([made.name.clone()]))?;
            expect_done(change.commit(&*store).await?)?;
            n_commits += 1;
        }
        Ok(n_commits)
    };
    Ok((sum(store, n_writers, work).await?, began.elapsed()))
}

async fn read(store: &Arc<Embedded>, n_readers: usize) -> Result<(usize, Duration)> {
    let began = Instant::now();
    let n_entities = NEXT_ID.load(Ordering::Relaxed);
    let work = move |store: Arc<Embedded>| async move {
        let id = WorkspaceId::trusted(WORKSPACE);
        let mut n_reads = 0;
        while began.elapsed() < ROUND {
            let which = EntityId::trusted(format!("entity-{}", n_reads * 7919 % n_entities));
            let state = entity::state(&*store, &id, &which).await?;
            if state.entity.is_none() {
                return Err(Error::internal(format!("`{which}` is gone")));
            }
            n_reads += 1;
        }
        Ok(n_reads)
    };
    Ok((sum(store, n_readers, work).await?, began.elapsed()))
}

async fn sum<F>(store: &Arc<Embedded>, n: usize, work: impl Fn(Arc<Embedded>) -> F) -> Result<usize>
where
    F: Future<Output = Result<usize>> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..n {
        tasks.spawn(work(store.clone()));
    }
    let mut total = 0;
    while let Some(ended) = tasks.join_next().await {
        total += ended.map_err(|it| Error::internal("a task failed").because(it))??;
    }
    Ok(total)
}

/// What the disk can do: appends made durable one by one.
fn syncs(folder: &Path) -> Result<f64> {
    let failed = |it| Error::internal("the disk failed").because(it);
    let mut file = fs::File::create(folder.join("floor")).map_err(failed)?;
    let began = Instant::now();
    let mut n_syncs = 0;
    while began.elapsed() < ROUND / 4 {
        file.write_all(&[7; 512]).map_err(failed)?;
        file.sync_data().map_err(failed)?;
        n_syncs += 1;
    }
    Ok(rate(n_syncs, began.elapsed()))
}

fn rate(n: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

fn expect_done(outcome: Result<(), gemel_store::Refusal>) -> Result<()> {
    outcome.map_err(|it| Error::internal(format!("refused: {it:?}")))
}

fn entity_of(n: usize) -> Entity {
    let component = |suffix: &str| Component {
        component_type_id: ComponentTypeId::trusted(format!("com.example.{suffix}")),
        description: None,
        properties: ["temperature", "pressure", "assetId", "speed", "isRunning"]
            .iter()
            .map(|name| {
                let value = Some(Value::String(format!("value {n} of {name}")));
                (Name::trusted(*name), Property { definition: None::<PropertyDefinitionDraft>, value })
            })
            .collect(),
        property_groups: gemel_model::IndexMap::new(),
        composite_components: gemel_model::IndexMap::new(),
        defined_in: None,
        status: Status::default(),
        sync_source: None,
    };
    Entity {
        id: EntityId::trusted(format!("entity-{n}")),
        name: format!("Entity number {n}"),
        description: None,
        parent: if n == 0 { Parent::Root } else { Parent::Entity(EntityId::trusted("entity-0")) },
        components: ["telemetry", "alarm"].map(|it| (Name::trusted(it), component(it))).into_iter().collect(),
        status: Status::default(),
        created: Timestamp::from_seconds(1_790_000_000),
        updated: Timestamp::from_seconds(1_790_000_000),
        sync_source: None,
    }
}

fn component_type_of(suffix: &str) -> gemel_model::component_type::ComponentType {
    gemel_model::component_type::ComponentType {
        id: ComponentTypeId::trusted(format!("com.example.{suffix}")),
        name: None,
        description: None,
        is_singleton: None,
        extends_from: vec![],
        property_definitions: gemel_model::IndexMap::new(),
        imported_definitions: gemel_model::IndexMap::new(),
        functions: gemel_model::IndexMap::new(),
        property_groups: gemel_model::IndexMap::new(),
        composite_component_types: gemel_model::IndexMap::new(),
        is_schema_initialized: false,
        status: Status::default(),
        created: Timestamp::default(),
        updated: Timestamp::default(),
        sync_source: None,
    }
}
