//! What keeps a worker to itself: its own root folder and processes where the platform can, limits everywhere.
//!
//! | kind | files | processes | how |
//! |---|---|---|---|
//! | `bwrap` | its code, the system's programs, a private /tmp | its own | bubblewrap |
//! | `unshare` | the same | its own | util-linux alone: `unshare`, `mount`, `pivot_root` |
//! | `plain` | whatever its user may read | shared; its group is killed | nothing better works here |
//!
//! Where the server is root, workers are not: each gets a user id of its own, whose processes are all killed with it.
//! None can gain privileges (`no_new_privs`). The network stays: a function calls back, and calls out.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the user ids of workers begin, where the server is root: nobody else's on Linux, by systemd's table of ids.
const UIDS_BEGIN: u32 = 0x7000_0000;
/// How many there are. Each engine begins anywhere, for two on one machine must not end each other's workers.
const UIDS: u32 = 0x0fff_0000;
/// The same inside a container that has only 65,536 ids.
const FEW_UIDS_BEGIN: u32 = 30_000;
/// How many there are then.
const FEW_UIDS: u32 = 26_000;
/// Bytes of a worker's /tmp, and of one file: AWS's number.
const TMP_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Processes and threads of a worker: AWS's number.
const PROCESSES_MAX: u32 = 1024;
/// Open files of a worker: AWS's number.
const FILES_MAX: u32 = 1024;
/// What a program may need of /etc; no passwords, no keys, no settings of other programs.
const ETC: [&str; 13] = [
    "/etc/alternatives",
    "/etc/ca-certificates",
    "/etc/hosts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/pki/ca-trust/extracted",
    "/etc/pki/tls/certs",
    "/etc/resolv.conf",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
];
/// Other places of system programs, on systems that have them.
const STORES: [&str; 2] = ["/nix/store", "/gnu/store"];

/// The ways to confine a worker, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SandboxKind {
    /// bubblewrap.
    Bwrap,
    /// Namespaces by util-linux.
    Unshare,
    /// A process group, limits, and another user where the server is root.
    Plain,
}

/// The confinement in force.
#[derive(Debug, Clone)]
pub(super) struct Sandbox {
    kind: SandboxKind,
    is_root: bool,
    /// The user id of the first slot.
    first_uid: u32,
    tools: Tools,
}

/// The programs that are there.
#[derive(Debug, Clone)]
struct Tools {
    bwrap: Option<PathBuf>,
    unshare: Option<PathBuf>,
    setpriv: Option<PathBuf>,
    prlimit: Option<PathBuf>,
}

/// One worker to be confined.
pub(super) struct Confined<'a> {
    /// The program and its arguments, by their places inside.
    pub(super) program: Vec<String>,
    /// The code, outside.
    pub(super) task: &'a Path,
    /// Our runtime clients, outside.
    pub(super) runtime: &'a Path,
    /// The worker's own folder, made by [`Sandbox::prepare`].
    pub(super) own: &'a Path,
    /// More that it must see, each at its own place.
    pub(super) needs: &'a [PathBuf],
    /// Which slot it has: workers that run at the same time differ.
    pub(super) slot: u32,
    /// Bytes of memory it may have as its own.
    pub(super) data_bytes_max: u64,
}

/// Where things are, as the worker sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) task: PathBuf,
    pub(super) runtime: PathBuf,
    pub(super) tmp: PathBuf,
    pub(super) variables: PathBuf,
}

impl Sandbox {
    /// The best confinement that works here; each is tried by really starting something in it. Blocks.
    pub(super) fn choose(wanted: Option<SandboxKind>, runtime: &Path, work: &Path) -> io::Result<Self> {
        let tools = Tools {
            bwrap: find("bwrap"),
            unshare: find("unshare"),
            setpriv: find("setpriv"),
            prlimit: find("prlimit"),
        };
        let is_root = rustix::process::geteuid().is_root();
        let kinds = match wanted {
            Some(kind) => vec![kind],
            None => vec![SandboxKind::Bwrap, SandboxKind::Unshare, SandboxKind::Plain],
        };
        let mut why = String::new();
        let any = u32::try_from(uuid::Uuid::new_v4().as_u128() & 0x0fff_ffff).unwrap_or(0);
        let firsts = [UIDS_BEGIN + any % UIDS, FEW_UIDS_BEGIN + any % FEW_UIDS];
        let n_firsts = if is_root { 2 } else { 1 };
        for (kind, first_uid) in
            kinds.into_iter().flat_map(|kind| firsts[..n_firsts].iter().map(move |&it| (kind, it)))
        {
            let sandbox = Self { kind, is_root, first_uid, tools: tools.clone() };
            match sandbox.try_out(runtime, work) {
                Ok(()) => return Ok(sandbox),
                Err(error) => {
                    tracing::debug!(?kind, %error, "this sandbox does not work here");
                    why = format!("{why} {kind:?}: {error};");
                }
            }
        }
        Err(io::Error::other(format!("no way to confine functions works here:{why}")))
    }

    /// Which.
    pub(super) fn kind(&self) -> SandboxKind {
        self.kind
    }

    /// In words, for the log and for people.
    pub(super) fn describe(&self) -> String {
        let user = match (self.is_root, &self.tools.setpriv) {
            (true, Some(_)) => "each worker under a user id of its own",
            (true, None) => "WORKERS RUN AS ROOT, for `setpriv` is missing",
            (false, _) => "workers under the server's user",
        };
        let limits = if self.tools.prlimit.is_some() {
            "limits by prlimit"
        } else {
            "NO LIMITS, for `prlimit` is missing"
        };
        match self.kind {
            SandboxKind::Bwrap => format!("bubblewrap: own files and processes; {user}; {limits}"),
            SandboxKind::Unshare => {
                format!("namespaces by unshare: own files and processes; {user}; {limits}")
            }
            SandboxKind::Plain => format!(
                "PLAIN: workers see this machine's files and processes; {user}; {limits}; install bubblewrap, or allow \
                 user namespaces, to confine them"
            ),
        }
    }

    /// Whether workers see only their own files.
    pub(super) fn hides_files(&self) -> bool {
        self.kind != SandboxKind::Plain
    }

    /// Fills a worker's own folder: its variables, its /tmp where it is not made inside, a copy of the code where the
    /// code's own place could not be reached. Gives the places as the worker will see them. Blocks.
    pub(super) fn prepare(&self, it: &Confined<'_>) -> io::Result<Places> {
        let tmp = it.own.join("tmp");
        let variables = it.own.join("variables");
        for folder in [it.own, &tmp, &it.own.join("root")] {
            fs::create_dir_all(folder)?;
            fs::set_permissions(
                folder,
                fs::Permissions::from_mode(if folder == tmp { 0o700 } else { 0o711 }),
            )?;
        }
        fs::write(it.own.join("passwd"), self.passwd(it.slot))?;
        fs::write(&variables, "")?;
        fs::set_permissions(&variables, fs::Permissions::from_mode(0o600))?;
        if let Some(uid) = self.uid(it.slot) {
            for path in [&tmp, &variables] {
                std::os::unix::fs::chown(path, Some(uid), Some(uid))?;
            }
        }
        if self.hides_files() {
            return Ok(Places {
                task: "/var/task".into(),
                runtime: "/var/runtime".into(),
                tmp: "/tmp".into(),
                variables: "/var/worker/variables".into(),
            });
        }
        let place = |from: &Path, name: &str| -> io::Result<PathBuf> {
            if self.uid(it.slot).is_none() {
                return Ok(from.to_owned());
            }
            let to = it.own.join(name);
            copy_readable(from, &to)?;
            Ok(to)
        };
        Ok(Places { task: place(it.task, "task")?, runtime: place(it.runtime, "runtime")?, tmp, variables })
    }

    /// The command that starts a worker.
    pub(super) fn command(&self, it: &Confined<'_>, places: &Places) -> Command {
        let mut line: Vec<String> = Vec::new();
        match self.kind {
            SandboxKind::Bwrap => self.bwrap(it, &mut line),
            SandboxKind::Unshare => self.unshare(it, &mut line),
            SandboxKind::Plain => {}
        }
        self.limit(it, &mut line);
        self.drop_privileges(it, &mut line);
        line.extend(["/bin/sh".to_owned(), text(&places.runtime.join("start.sh")), text(&places.variables)]);
        line.extend(it.program.iter().cloned());
        let mut command = Command::new(&line[0]);
        command
            .args(&line[1..])
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .stdin(Stdio::null());
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.current_dir(if self.hides_files() { Path::new("/") } else { places.task.as_path() });
        command
    }

    /// The user id of a slot's worker, where it is another than the server's.
    pub(super) fn uid(&self, slot: u32) -> Option<u32> {
        (self.is_root && self.tools.setpriv.is_some()).then_some(self.first_uid + slot)
    }

    /// The command that tries a program as a worker's user; `None` where nothing hinders that user.
    pub(super) fn try_as_worker(&self, program: &Path) -> Option<Command> {
        let (SandboxKind::Plain, Some(_)) = (self.kind, self.uid(0)) else { return None };
        let mut command = self.as_user(0)?;
        command.arg(program).arg("--version");
        Some(command)
    }

    /// The command that kills whatever a dead worker left behind; `None` where nothing can be left.
    pub(super) fn reap(&self, slot: u32) -> Option<Command> {
        if self.kind != SandboxKind::Plain {
            return None;
        }
        let mut command = self.as_user(slot)?;
        // As this user, `-1` is every process of this user, and only of this user.
        command.args(["/bin/sh", "-c", "kill -9 -1"]);
        Some(command)
    }

    /// The beginning of a command of a slot's user, where it has one.
    fn as_user(&self, slot: u32) -> Option<Command> {
        let mut command = Command::new(self.tools.setpriv.as_ref()?);
        let uid = self.uid(slot)?.to_string();
        command.args([
            "--reuid",
            &uid,
            "--regid",
            &uid,
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=-all",
        ]);
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Some(command)
    }

    /// The user as programs inside find it by its id.
    fn passwd(&self, slot: u32) -> String {
        let uid = match (self.uid(slot), self.kind) {
            (Some(uid), _) => uid,
            (None, SandboxKind::Unshare) => 0,
            (None, _) => rustix::process::geteuid().as_raw(),
        };
        format!("sbx_user:x:{uid}:{uid}::/tmp:/sbin/nologin\n")
    }

    fn bwrap(&self, it: &Confined<'_>, line: &mut Vec<String>) {
        let mut add = |words: &[&str]| line.extend(words.iter().map(|&it| it.to_owned()));
        add(&[&self.tools.bwrap.as_deref().map_or_else(|| "bwrap".to_owned(), text)]);
        add(&["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"]);
        if self.is_root {
            // Just enough to become the worker's user; `setpriv` gives these up.
            add(&[
                "--cap-drop",
                "ALL",
                "--cap-add",
                "CAP_SETUID",
                "--cap-add",
                "CAP_SETGID",
                "--cap-add",
                "CAP_SETPCAP",
            ]);
        } else {
            add(&["--unshare-user"]);
        }
        for folder in ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] {
            match fs::read_link(folder) {
                Ok(target) => add(&["--symlink", &text(&target), folder]),
                Err(_) => add(&["--ro-bind-try", folder, folder]),
            }
        }
        add(&["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]);
        add(&["--perms", "1777", "--size", &TMP_BYTES_MAX.to_string(), "--tmpfs", "/tmp"]);
        for path in shown(it) {
            for parent in
                path.ancestors().skip(1).filter(|it| it.parent().is_some()).collect::<Vec<_>>().iter().rev()
            {
                add(&["--perms", "0755", "--dir", &text(parent)]);
            }
            add(&["--ro-bind", &text(&path), &text(&path)]);
        }
        add(&["--perms", "0755", "--dir", "/var", "--perms", "0755", "--dir", "/var/worker"]);
        add(&["--ro-bind", &text(it.task), "/var/task", "--ro-bind", &text(it.runtime), "/var/runtime"]);
        add(&["--ro-bind", &text(&it.own.join("variables")), "/var/worker/variables"]);
        add(&["--perms", "0755", "--dir", "/etc", "--ro-bind", &text(&it.own.join("passwd")), "/etc/passwd"]);
        add(&["--remount-ro", "/", "--chdir", "/var/task", "--"]);
    }

    fn unshare(&self, it: &Confined<'_>, line: &mut Vec<String>) {
        let mut add = |words: &[&str]| line.extend(words.iter().map(|&it| it.to_owned()));
        if let Some(setpriv) = &self.tools.setpriv {
            add(&[&text(setpriv), "--pdeathsig", "KILL"]);
        }
        add(&[&self.tools.unshare.as_deref().map_or_else(|| "unshare".to_owned(), text)]);
        if !self.is_root {
            add(&["--user", "--map-root-user"]);
        }
        add(&["--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--"]);
        add(&["/bin/sh", &text(&it.runtime.join("unshare.sh")), &text(&it.own.join("root"))]);
        add(&[&text(it.task), &text(it.runtime), &text(&it.own.join("variables"))]);
        add(&[&text(&it.own.join("passwd")), &TMP_BYTES_MAX.to_string()]);
        for path in shown(it) {
            add(&[&text(&path)]);
        }
        add(&["--"]);
    }

    fn limit(&self, it: &Confined<'_>, line: &mut Vec<String>) {
        let Some(prlimit) = &self.tools.prlimit else { return };
        line.extend([text(prlimit), "--core=0".to_owned(), format!("--nofile={FILES_MAX}")]);
        line.push(format!("--fsize={TMP_BYTES_MAX}"));
        line.push(format!("--data={}", it.data_bytes_max));
        // Counted per user: where workers share the server's user, the count would be that of all its programs.
        if self.hides_files() || self.uid(it.slot).is_some() {
            line.push(format!("--nproc={PROCESSES_MAX}"));
        }
    }

    fn drop_privileges(&self, it: &Confined<'_>, line: &mut Vec<String>) {
        let Some(setpriv) = &self.tools.setpriv else { return };
        let mut add = |words: &[&str]| line.extend(words.iter().map(|&it| it.to_owned()));
        add(&[&text(setpriv), "--no-new-privs", "--inh-caps=-all"]);
        if self.kind == SandboxKind::Plain {
            add(&["--pdeathsig", "KILL"]);
        }
        match self.uid(it.slot) {
            Some(uid) => {
                let uid = uid.to_string();
                add(&["--bounding-set=-all", "--reuid", &uid, "--regid", &uid, "--clear-groups"]);
            }
            // Root of its own user namespace, and of nothing else; it gives that up too.
            None if self.kind == SandboxKind::Unshare => {
                add(&["--bounding-set=-all", "--securebits", "+noroot,+noroot_locked"]);
            }
            None => {}
        }
    }

    fn try_out(&self, runtime: &Path, work: &Path) -> io::Result<()> {
        let missing = match self.kind {
            SandboxKind::Bwrap => self.tools.bwrap.is_none().then_some("bwrap"),
            SandboxKind::Unshare => self.tools.unshare.is_none().then_some("unshare"),
            SandboxKind::Plain => None,
        };
        if let Some(program) = missing {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("`{program}` is not installed")));
        }
        let probe = if self.hides_files() { ": >/tmp/x && test ! -w /var/task" } else { "true" };
        let own = work.join(format!("try-{:?}-{}", self.kind, uuid::Uuid::new_v4().simple()));
        let task = own.join("code");
        fs::create_dir_all(&task)?;
        let it = Confined {
            program: vec!["/bin/sh".to_owned(), "-c".to_owned(), probe.to_owned()],
            task: &task,
            runtime,
            own: &own,
            needs: &[],
            slot: 0,
            data_bytes_max: 1 << 30,
        };
        let tried = self.prepare(&it).and_then(|places| {
            self.command(&it, &places).stdout(Stdio::null()).stderr(Stdio::piped()).output()
        });
        let _ = fs::remove_dir_all(&own);
        let output = tried?;
        if output.status.success() {
            return Ok(());
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// What a worker sees besides the system's programs and its own.
fn shown(it: &Confined<'_>) -> Vec<PathBuf> {
    let system = ETC.into_iter().chain(STORES).map(PathBuf::from);
    system.chain(it.needs.iter().cloned()).filter(|it| it.exists()).collect()
}

fn find(program: &str) -> Option<PathBuf> {
    ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin"]
        .into_iter()
        .map(|folder| Path::new(folder).join(program))
        .find(|it| it.is_file())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Copies a folder so that everyone may read it. Its files are ours already; links are not followed.
fn copy_readable(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, place) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_readable(&entry.path(), &place)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), &place)?;
        }
    }
    Ok(())
}
