//! What the process stands on: engines behind ports, opened from one data folder. The only place that names engines.
//!
//! ```text
//! DATA/
//! ├── format         the version of this layout
//! ├── credentials    the root's access key and secret
//! ├── secret.key     what seals tokens
//! ├── twins/         the twin store
//! ├── series/        values over time
//! ├── objects/       the bytes of objects
//! └── functions/     the code of functions
//! ```

use crate::config::Config;
use gemel_app::objects::Objects;
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_series::Durable;
use gemel_store::TwinStore;
use gemel_store::embedded::Embedded;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The layout this version writes; older ones are climbed from, newer ones refused.
const FORMAT: u32 = 1;

/// The engines of a data folder.
pub struct Foundation {
    /// Where twins are kept.
    pub store: Arc<Embedded>,
    /// Where values over time are kept.
    pub series: Arc<Durable>,
    /// Buckets, keys and bytes.
    pub objects: Arc<Objects>,
    /// Where the bytes of objects are, when that is a folder.
    pub objects_folder: Option<PathBuf>,
}

impl Foundation {
    /// Opens the engines of a data folder, which is made when it is not there.
    ///
    /// # Errors
    /// In words: what cannot be opened and what to do.
    pub fn open(config: &Config, clock: &Arc<dyn Clock>, spawner: &Arc<dyn Spawner>) -> Result<Self, String> {
        guarded(&config.data, || Self::open_engines(config, clock, spawner))
    }

    fn open_engines(
        config: &Config,
        clock: &Arc<dyn Clock>,
        spawner: &Arc<dyn Spawner>,
    ) -> Result<Self, String> {
        let data = &config.data;
        prepare(data)?;
        let twins =
            gemel_store::embedded::Options { cache_bytes: config.store_cache_bytes, ..Default::default() };
        let store = Embedded::open(&data.join("twins"), twins).map_err(|it| it.chain())?;
        let series =
            gemel_series::Options { heads_bytes_max: config.series_memory_bytes, ..Default::default() };
        let series = Durable::open(&data.join("series"), series).map_err(|it| it.chain())?;
        let store = Arc::new(store);
        let port: Arc<dyn TwinStore> = Arc::clone(&store) as Arc<dyn TwinStore>;
        let objects = objects(config, port, clock, spawner)?;
        let objects_folder = config.objects_url.is_none().then(|| data.join("objects"));
        Ok(Self { store, series: Arc::new(series), objects: Arc::new(objects), objects_folder })
    }
}

fn objects(
    config: &Config,
    store: Arc<dyn TwinStore>,
    clock: &Arc<dyn Clock>,
    spawner: &Arc<dyn Spawner>,
) -> Result<Objects, String> {
    let (clock, spawner) = (Arc::clone(clock), Arc::clone(spawner));
    match &config.objects_url {
        None => {
            Objects::in_folder(&config.data.join("objects"), store, clock, spawner).map_err(|it| it.chain())
        }
        Some(url) => Ok(Objects::over(elsewhere(url)?, store, clock, spawner)),
    }
}

/// A bucket of another S3; its keys come from the usual `AWS_*` variables of the server's environment.
#[cfg(feature = "s3-backend")]
fn elsewhere(url: &str) -> Result<Arc<dyn object_store::ObjectStore>, String> {
    let wrong = |error: object_store::Error| format!("`objects.url` is `{url}`: {error}");
    let rest = url
        .strip_prefix("s3://")
        .ok_or_else(|| format!("`objects.url` is `{url}`, it must begin with s3://"))?;
    // Fails only when a provider is installed already, which is this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let prefix = rest.split_once('/').map_or("", |it| it.1);
    let bucket = object_store::aws::AmazonS3Builder::from_env().with_url(url).build().map_err(wrong)?;
    Ok(Arc::new(object_store::prefix::PrefixStore::new(bucket, prefix)))
}

#[cfg(not(feature = "s3-backend"))]
fn elsewhere(url: &str) -> Result<Arc<dyn object_store::ObjectStore>, String> {
    Err(format!(
        "`objects.url` is `{url}`, but this gemel keeps objects in the data folder only; \
         build it with `--features s3-backend`"
    ))
}

/// Runs work that reads a data folder; the engine of the twins panics over pages that something else overwrote.
///
/// # Errors
/// Those of the work, and in words that the folder is damaged.
pub fn guarded<T>(data: &Path, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.unwrap_or_else(|_| {
        Err(format!(
            "the data folder `{0}` is damaged: its twins cannot be read; restore a backup into a new folder \
             (gemel restore FILE --data FOLDER) and keep `{0}` for whoever looks into it",
            data.display()
        ))
    })
}

/// Makes the data folder and checks that this version can read it.
///
/// # Errors
/// In words: what cannot be made or read, or that a newer version wrote the folder.
pub fn prepare(data: &Path) -> Result<(), String> {
    let shown = data.display();
    fs::create_dir_all(data).map_err(|error| format!("cannot make the data folder `{shown}`: {error}"))?;
    private(data);
    let path = data.join("format");
    if !path.exists() {
        // By way of a draft: a start that is cut here must not leave an empty file that no start can read.
        let draft = data.join("format.new");
        return fs::write(&draft, format!("{FORMAT}\n"))
            .and_then(|()| fs::rename(&draft, &path))
            .map_err(|error| format!("cannot write to the data folder `{shown}`: {error}"));
    }
    let text =
        fs::read_to_string(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    match text.trim().parse::<u32>() {
        Ok(format) if format <= FORMAT => Ok(()),
        Ok(format) => Err(format!(
            "the data folder `{shown}` has format {format}, this gemel knows up to {FORMAT}; use a newer gemel"
        )),
        Err(_) => {
            Err(format!("`{}` holds no format number; is `{shown}` a data folder of gemel?", path.display()))
        }
    }
}

/// Keeps others out; a file system without modes keeps what it has.
///
/// The data folder itself can be passed through, not listed: the workers of functions run as another user.
fn private(data: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(data, fs::Permissions::from_mode(0o711));
    for inner in ["twins", "series", "objects"] {
        let folder = data.join(inner);
        if fs::create_dir_all(&folder).is_ok() {
            let _ = fs::set_permissions(&folder, fs::Permissions::from_mode(0o700));
        }
    }
}
