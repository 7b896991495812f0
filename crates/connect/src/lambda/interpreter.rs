//! The interpreters of this machine: where they really are, and which folders they need to run.

use super::Settings;
use super::sandbox::Sandbox;
use super::spec::Language;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::sync::OnceCell;

/// How long an interpreter may take to say where it is.
const ANSWER_WAIT: Duration = Duration::from_secs(10);
/// Folders that every sandbox shows anyway.
const SYSTEM: [&str; 7] = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/// A program that runs functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interpreter {
    /// The program itself, not a shim or link in front of it.
    pub(super) program: PathBuf,
    /// Files and folders outside the system's that it needs.
    pub(super) needs: Vec<PathBuf>,
}

/// The interpreters, each asked once.
#[derive(Default)]
pub(super) struct Interpreters {
    python: OnceCell<Interpreter>,
    node: OnceCell<Interpreter>,
}

impl Interpreters {
    /// The interpreter of a language; `None` when the code brings its own program.
    ///
    /// # Errors
    /// In words: which program was tried, what it said, which setting to change.
    pub(super) async fn of(
        &self,
        language: Language,
        settings: &Settings,
        sandbox: &Sandbox,
    ) -> Result<Option<Interpreter>, String> {
        let python = async || reachable(python(&settings.python).await?, sandbox, "functions.python").await;
        let node = async || reachable(node(&settings.node).await?, sandbox, "functions.node").await;
        let found = match language {
            Language::Provided => return Ok(None),
            Language::Python => self.python.get_or_try_init(python).await?,
            Language::Node => self.node.get_or_try_init(node).await?,
        };
        Ok(Some(found.clone()))
    }
}

/// Refuses an interpreter that workers' users cannot run: one in a home folder, for example.
async fn reachable(found: Interpreter, sandbox: &Sandbox, setting: &str) -> Result<Interpreter, String> {
    let Some(command) = sandbox.try_as_worker(&found.program) else { return Ok(found) };
    let status = Command::from(command).status().await;
    if status.is_ok_and(|it| it.success()) {
        return Ok(found);
    }
    Err(format!(
        "the interpreter `{}` cannot be run by the users that functions run under; install it for everyone, set \
         `{setting}` to one that is, or install bubblewrap",
        found.program.display()
    ))
}

async fn python(program: &str) -> Result<Interpreter, String> {
    let ask = "import sys; print('\\n'.join([sys.executable, sys.prefix, sys.base_prefix]))";
    let text = answer(program, &["-c", ask], "functions.python", "Python").await?;
    let mut lines = text.lines().map(PathBuf::from);
    let Some(program) = lines.next().filter(|it| it.is_absolute()) else {
        return Err(format!(
            "`{program}` does not say where it is; set `functions.python` to a Python interpreter"
        ));
    };
    let mut needs: Vec<PathBuf> = Vec::new();
    for prefix in lines {
        if is_outside(&prefix) && !needs.contains(&prefix) {
            needs.push(prefix);
        }
    }
    Ok(Interpreter { program, needs })
}

async fn node(program: &str) -> Result<Interpreter, String> {
    let text = answer(program, &["-p", "process.execPath"], "functions.node", "Node").await?;
    let program = PathBuf::from(text.trim());
    let mut needs = Vec::new();
    if is_outside(&program) {
        needs.push(program.clone());
        // Its own libraries, where it has any; never a whole home folder because `node` lies in `~/bin`.
        let prefix = program.parent().and_then(Path::parent);
        needs.extend(prefix.map(|it| it.join("lib")).filter(|it| it.join("node_modules").is_dir()));
    }
    Ok(Interpreter { program, needs })
}

fn is_outside(path: &Path) -> bool {
    path.is_absolute()
        && path.parent().is_some()
        && !SYSTEM.iter().any(|it| path.starts_with(it))
        && path.exists()
}

async fn answer(program: &str, args: &[&str], setting: &str, language: &str) -> Result<String, String> {
    let remedy = format!("install {language}, or set `{setting}` to its interpreter");
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = match tokio::time::timeout(ANSWER_WAIT, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) => {
            return Err(format!("the interpreter `{program}` cannot be started: {error}; {remedy}"));
        }
        Err(_) => return Err(format!("the interpreter `{program}` does not answer; {remedy}")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().last().unwrap_or("nothing");
        return Err(format!("the interpreter `{program}` failed ({}): {said}; {remedy}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_interpreter_is_told_in_words() {
        let error = python("no-such-python").await.unwrap_err();
        assert!(error.contains("`no-such-python` cannot be started"), "{error}");
        assert!(error.contains("set `functions.python`"), "{error}");
        let error = node("false").await.unwrap_err();
        assert!(error.contains("`false` failed (exit status: 1)"), "{error}");
    }

    #[tokio::test]
    async fn python_says_where_it_really_is() {
        let found = python("python3").await.unwrap();
        assert!(found.program.is_file(), "{found:?}");
        assert!(found.needs.iter().all(|it| it.is_dir()), "{found:?}");
    }
}
