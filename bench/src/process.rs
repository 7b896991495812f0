//! Servers under test: started on free ports in folders of their own, stopped by pid, their cost read from /proc.

use crate::sign::{ACCESS_KEY, SECRET_KEY, Signer};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the server that was started last said.
const LOG: &str = "gemel-bench.log";

/// A running server; dropped, it is stopped and its folder removed.
pub(crate) struct Server {
    child: Child,
    /// Address and port.
    pub(crate) host: String,
    /// Its folder.
    pub(crate) folder: PathBuf,
    keeps_folder: bool,
    /// From the start of the process to its first answer.
    pub(crate) start_seconds: f64,
}

/// The release binary.
pub(crate) fn binary() -> Result<PathBuf, String> {
    let named = std::env::var_os("GEMEL_BIN").map(PathBuf::from);
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let path = named.unwrap_or_else(|| target.join("release/gemel"));
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("`{}` does not exist; run `make build`", path.display()))
    }
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|it| it.port()).map_err(|error| error.to_string())
}

fn folder(name: &str) -> Result<PathBuf, String> {
    let path =
        std::env::temp_dir().join(format!("gemel-bench-{}-{name}-{}", std::process::id(), free_port()?));
    fs::create_dir_all(&path).map_err(|error| format!("cannot make `{}`: {error}", path.display()))?;
    Ok(path)
}

impl Server {
    /// A fresh Gemel.
    pub(crate) fn gemel() -> Result<Self, String> {
        Self::gemel_in(folder("data")?, false)
    }

    /// Gemel on a folder that may hold data; `keeps_folder` leaves it there.
    pub(crate) fn gemel_in(data: PathBuf, keeps_folder: bool) -> Result<Self, String> {
        let host = format!("127.0.0.1:{}", free_port()?);
        let mut command = Command::new(binary()?);
        command.args(["serve", "--listen", &host, "--log-level", "warn", "--data"]).arg(&data);
        command.env("GEMEL_ROOT_ACCESS_KEY_ID", ACCESS_KEY).env("GEMEL_ROOT_SECRET_ACCESS_KEY", SECRET_KEY);
        Self::start(command, host, data, keeps_folder)
    }

    /// nginx with files of its own, one worker a core, as an operator would run it.
    pub(crate) fn nginx(files: &[(&str, &[u8])]) -> Result<Self, String> {
        let folder = folder("nginx")?;
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).map_err(|error| error.to_string())?;
        }
        let port = free_port()?;
        let path = folder.display();
        let configuration = format!(
            "worker_processes auto; pid {path}/pid; error_log {path}/error.log; daemon off; user root;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n\
             client_body_temp_path {path}/a; proxy_temp_path {path}/b; fastcgi_temp_path {path}/c;\n\
             uwsgi_temp_path {path}/d; scgi_temp_path {path}/e; open_file_cache max=100;\n\
             default_type application/json; server {{ listen 127.0.0.1:{port}; root {path}; }} }}\n"
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration).map_err(|error| error.to_string())?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&file).arg("-p").arg(&folder);
        Self::start(command, format!("127.0.0.1:{port}"), folder, false)
            .map_err(|error| format!("nginx (Debian's nginx-light) does not start: {error}"))
    }

    fn start(
        mut command: Command,
        host: String,
        folder: PathBuf,
        keeps_folder: bool,
    ) -> Result<Self, String> {
        let log = fs::File::create(std::env::temp_dir().join(LOG)).map_err(|error| error.to_string())?;
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))?;
        while TcpStream::connect(&host).is_err() {
            if child.try_wait().ok().flatten().is_some() || begun.elapsed() > Duration::from_mins(1) {
                return Err(format!("it ended at once; see {LOG} in the temporary folder"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let mut server = Self { child, host, folder, keeps_folder, start_seconds: 0.0 };
        let probe = format!("GET /readyz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.host);
        // Any answer will do: nginx has no such page.
        let _ = crate::load::once(&server.host, probe.as_bytes());
        server.start_seconds = begun.elapsed().as_secs_f64();
        Ok(server)
    }

    /// A signer for a service of this server.
    pub(crate) fn signer(&self, service: &'static str) -> Signer {
        Signer::new(&self.host, service)
    }

    /// Makes a call that must work.
    pub(crate) fn call(
        &self,
        service: &'static str,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<Vec<u8>, String> {
        let request = self.signer(service).request(method, path, body.as_bytes());
        crate::load::once(&self.host, &request).map_err(|error| format!("{method} {path}: {error}"))
    }

    /// CPU seconds used by the process and its children, and resident bytes.
    pub(crate) fn cost(&self) -> (f64, u64) {
        let pids = descendants(self.child.id());
        (pids.iter().map(|it| cpu_seconds(*it)).sum(), pids.iter().map(|it| resident_bytes(*it)).sum())
    }

    /// Bytes in the server's folder.
    pub(crate) fn disk_bytes(&self) -> u64 {
        size_of(&self.folder)
    }

    /// Ends the process as a power cut would: nothing is tidied up.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Stops the process in order; its folder stays if it was asked for.
    pub(crate) fn stop(&mut self) {
        // One that was waited for has no process id any more.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = Command::new("kill").arg(self.child.id().to_string()).status();
            let _ = self.child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if !self.keeps_folder {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A process and all below it: any of its threads may have started them.
fn descendants(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let mut all = vec![pid];
    for thread in threads {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|it| it.parse().ok()) {
            all.extend(descendants(child));
        }
    }
    all
}

/// User and system time; a tick is a hundredth of a second on every Linux that Debian runs on.
fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn resident_bytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|it| it.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Bytes of a folder with everything in it.
pub(crate) fn size_of(path: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    let size = |it: fs::DirEntry| match it.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&it.path()),
        // What it takes, not what it is long: files can have holes.
        Ok(metadata) => metadata.blocks() * 512,
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}
