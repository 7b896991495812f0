//! Fences of the TypeScript: which files may import what. The view knows three, the rules know nothing.

use crate::tree::File;

/// Who may import something: a name, or all below it when it ends with `/` or `-`; where it may stand; what to do.
struct Fence {
    names: &'static [&'static str],
    /// Empty: nowhere below `within`.
    allowed: &'static [&'static str],
    /// The fence holds in files below these.
    within: &'static [&'static str],
    remedy: &'static str,
}

const FENCES: &[Fence] = &[
    Fence {
        names: &["three", "three/", "three-", "@react-three/", "3d-tiles-renderer", "3d-tiles-renderer/"],
        allowed: &["scene/src/view/", "scene/src/view.ts", "scene/dev/", "console/src/optimise/"],
        within: &["scene/", "console/"],
        remedy: "three is known to scene/src/view only; put what you need there and export it from @gemel/scene",
    },
    Fence {
        names: &["react", "react/", "react-dom", "react-dom/", "react-markdown"],
        allowed: &["scene/src/view/", "scene/src/view.ts", "scene/dev/"],
        within: &["scene/"],
        remedy: "React is known to scene/src/view only; keep a vanilla store and subscribe to it from the view",
    },
    Fence {
        names: &["@aws-sdk/", "@smithy/", "@aws-crypto/", "@cloudscape-design/"],
        allowed: &[],
        within: &["scene/"],
        remedy: "the scene speaks to no service and has no Cloudscape; take a function or a value from the console",
    },
    Fence {
        names: &["@gemel/scene/"],
        allowed: &[],
        within: &["console/src/panels/"],
        remedy: "panels use what `@gemel/scene` exports; export it from scene/src/index.ts",
    },
];

/// Parts of the scene that import nothing outside of it, and what they may import all the same.
const PURE: &[(&str, &[&str])] =
    &[("scene/src/document", &[]), ("scene/src/commands", &[]), ("scene/src/rules", &["jexl"])];

/// Files in which a tool demands a default export.
const DEFAULT_EXPORTS: &[&str] = &["vite.config.ts", "vitest.config.ts", "playwright.config.ts"];

/// Every import that a fence keeps out, and every default export.
pub(crate) fn check(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|it| is_typescript(&it.path)) {
        let code = without_comments(&file.text);
        for name in imported(&code) {
            if let Some(remedy) = judge(&file.path, name) {
                findings.push(format!("{}: imports `{name}`; {remedy}", file.path));
            }
        }
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let has_default = code.contains("export default") || code.contains(" as default");
        if has_default && !DEFAULT_EXPORTS.contains(&name) && !name.ends_with(".d.ts") {
            findings.push(format!("{}: a default export has no name to search for; name it", file.path));
        }
    }
    findings
}

/// TypeScript of ours.
pub(crate) fn is_typescript(path: &str) -> bool {
    (path.starts_with("scene/") || path.starts_with("console/"))
        && matches!(path.rsplit('.').next(), Some("ts" | "tsx"))
}

/// What to do instead, when a file may not import this.
fn judge(path: &str, name: &str) -> Option<&'static str> {
    let target = resolved(path, name);
    if let (Some((_, allowed)), false) = (PURE.iter().find(|(it, _)| is_part(path, it)), is_test(path)) {
        let is_inside =
            target.as_ref().is_some_and(|it| it.starts_with("scene/src/") && !is_part(it, "scene/src/view"));
        if !is_inside && !allowed.contains(&name) {
            return Some(
                "document, commands and rules import nothing outside of scene/src, and no view; pass it in",
            );
        }
    }
    if let Some(target) = &target {
        if path.starts_with("console/src/") && target.starts_with("scene/") {
            return Some("the console uses what `@gemel/scene` exports, not its files");
        }
        if path.starts_with("scene/") && target.starts_with("console/") {
            return Some("the scene does not know the console; take a function or a value from it");
        }
    }
    // The renderer for tests is of three, and belongs where the tests are.
    let is_tool = is_test(path) && name == "@react-three/test-renderer";
    let fence = FENCES.iter().find(|it| it.keeps(name) && within(path, it.within));
    if let Some(fence) = fence.filter(|it| !within(path, it.allowed) && !is_tool) {
        return Some(fence.remedy);
    }
    let is_worker = path.starts_with("console/src/optimise/") && path.contains("worker");
    (is_worker && FENCES[0].keeps(name)).then_some(
        "the worker that optimises models has glTF-Transform and no three; it would be loaded twice",
    )
}

impl Fence {
    fn keeps(&self, name: &str) -> bool {
        self.names.iter().any(|it| match it.strip_suffix(['/', '-']) {
            Some(_) => name.starts_with(it),
            None => name == *it,
        })
    }
}

/// Whether a path is below one of these folders, or is one of these files.
fn within(path: &str, places: &[&str]) -> bool {
    places.iter().any(|it| path.starts_with(it))
}

/// Whether a path is `part.ts`, or below the folder `part/`, or beside it as `part-….ts`.
fn is_part(path: &str, part: &str) -> bool {
    path.strip_prefix(part).is_some_and(|it| it.starts_with(['.', '/', '-']) || it.is_empty())
}

/// A test, or what only tests use: `random-scene.ts` makes documents for them.
fn is_test(path: &str) -> bool {
    [".test.", "/test/", "/testing/", "/random-"].iter().any(|it| path.contains(it))
}

/// The file that a relative import means, from the root of the repository; nothing for a package.
fn resolved(path: &str, name: &str) -> Option<String> {
    if !name.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The names after `from`, `import` and `import(`.
fn imported(code: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for opening in ["from '", "from \"", "import '", "import \"", "import('", "import(\""] {
        let quote = if opening.ends_with('\'') { '\'' } else { '"' };
        for (at, _) in code.match_indices(opening) {
            // `from` must be a word of its own.
            let is_word = !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == '.');
            let rest = &code[at + opening.len()..];
            if let Some(end) = rest.find([quote, '\n']).filter(|_| is_word) {
                names.push(&rest[..end]);
            }
        }
    }
    names
}

/// The text without lines that are comments, and without comments at the ends of lines.
pub(crate) fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut is_inside = false;
    for line in text.lines() {
        let start = line.trim_start();
        if is_inside {
            is_inside = !line.contains("*/");
            continue;
        }
        if start.starts_with("/*") {
            is_inside = !line.contains("*/");
            continue;
        }
        if !start.starts_with("//") {
            code.push_str(line.split_once(" // ").map_or(line, |it| it.0));
        }
        code.push('\n');
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_hold() {
        let check = |path: &str, name: &str, allowed: bool| {
            let found = judge(path, name);
            assert_eq!(found.is_none(), allowed, "{path} imports {name}: {found:?}");
        };
        check("scene/src/document.ts", "./document/node", true);
        check("scene/src/document/node.ts", "../time", true);
        check("scene/src/document/node.ts", "zustand", false);
        check("scene/src/document/node.ts", "../view/pose", false);
        check("scene/src/document/node.ts", "../../../console/src/feed", false);
        check("scene/src/document/node.test.ts", "vitest", true);
        check("scene/src/documents.ts", "zustand", true);
        check("scene/src/commands/add-tag.ts", "../document", true);
        check("scene/src/commands/add-tag.ts", "react", false);
        check("scene/src/rules.ts", "jexl", true);
        check("scene/src/rules/icons.ts", "jexl", true);
        check("scene/src/document.ts", "jexl", false);
        check("scene/src/editor.ts", "zustand", true);
        check("scene/src/editor.ts", "three", false);
        check("scene/src/editor.ts", "three/addons/a.js", false);
        check("scene/src/editor.ts", "threefold", true);
        check("scene/src/editor.ts", "react", false);
        check("scene/src/view/canvas.tsx", "react", true);
        check("scene/src/view/canvas.tsx", "@react-three/fiber", true);
        check("scene/src/view/canvas.tsx", "three-mesh-bvh", true);
        check("scene/src/view/canvas.tsx", "@cloudscape-design/components", false);
        check("scene/src/view/canvas.tsx", "@aws-sdk/client-s3", false);
        check("scene/src/picking.test.tsx", "@react-three/test-renderer", true);
        check("console/src/pages/a.tsx", "react", true);
        check("console/src/pages/a.tsx", "three", false);
        check("console/src/pages/a.tsx", "3d-tiles-renderer/r3f", false);
        check("console/src/pages/a.tsx", "@gemel/scene", true);
        check("console/src/pages/a.tsx", "../../../scene/src/editor", false);
        check("console/vite.config.ts", "../scene/decoders.mjs", true);
        check("console/src/panels/a.tsx", "@gemel/scene", true);
        check("console/src/panels/a.tsx", "@gemel/scene/view", false);
        check("console/src/optimise/measure.ts", "three", true);
        check("console/src/optimise/worker.ts", "three", false);
        check("console/src/optimise/worker.ts", "@gltf-transform/core", true);
    }

    #[test]
    fn imports_and_default_exports_are_found() {
        let check_one = |path: &str, text: &str, want: usize| {
            let found = check(&[File { path: path.to_owned(), text: text.to_owned() }]);
            assert_eq!(found.len(), want, "{text}: {found:?}");
        };
        let path = "scene/src/editor.ts";
        check_one(path, "import { Mesh } from 'three'\n", 1);
        check_one(path, "import type {\n  Mesh,\n} from \"three\"\n", 1);
        check_one(path, "export * from 'three'\n", 1);
        check_one(path, "import 'three'\n", 1);
        check_one(path, "const it = await import('three')\n", 1);
        check_one(
            path,
            "// import { Mesh } from 'three'\n/*\nimport 'three'\n*/\nconst a = 1 // from 'three'\n",
            0,
        );
        check_one(path, "const it = Array.from 'three'\n", 0);
        check_one(path, "export default 1\n", 1);
        check_one(path, "export { a as default }\n", 1);
        check_one("console/vite.config.ts", "export default {}\n", 0);
        check_one("crates/a.ts", "export default 1\n", 0);
    }
}
