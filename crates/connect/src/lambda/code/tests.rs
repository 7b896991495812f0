//! Code on disk: what is taken, what is refused, and that nothing leaves the folder.

use super::*;
use gemel_model::Kind;
use std::io::Write;
use zip::write::SimpleFileOptions;

pub(in super::super) fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options.unix_permissions(0o644)).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

fn refused(bytes: Vec<u8>, want: &str) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("data/functions/f");
    let error = keep(&home, CodeSource::Zip(bytes)).unwrap_err();
    assert_eq!(error.kind(), Kind::Invalid, "{error:?}");
    assert!(error.message().contains(want), "{} does not say {want}", error.message());
    assert_eq!(fs::read_dir(&home).unwrap().count(), 0, "half-unpacked code is left");
    let outside: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(outside.len(), 1, "something left the folder");
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    for name in ["../evil", "a/../../evil", "/etc/evil", "a//b", "./a", "..", "a\\..\\b", "a/./b"] {
        refused(renamed(name), "`");
    }
}

/// A zip with a name that the writer itself would clean: the bytes are put in by hand.
fn renamed(name: &str) -> Vec<u8> {
    let placeholder = "Q".repeat(name.len());
    let mut bytes = zip_of(&[(&placeholder, "x")]);
    let at: Vec<usize> =
        (0..bytes.len() - name.len()).filter(|&at| bytes[at..].starts_with(placeholder.as_bytes())).collect();
    assert_eq!(at.len(), 2, "a name is in a zip twice");
    for from in at {
        bytes[from..from + name.len()].copy_from_slice(name.as_bytes());
    }
    bytes
}

#[test]
fn what_is_no_zip_of_files_is_refused() {
    refused(b"not a zip".to_vec(), "Could not unzip uploaded file");
    refused(Vec::new(), "Could not unzip uploaded file");
    refused(zip_of(&[]), "non-empty zip");
    refused(zip_of(&[("a", "file"), ("a/b", "below a file")]), "`");
    let mut link = zip::ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    refused(link.finish().unwrap().into_inner(), "symbolic link");
}

#[test]
fn a_bomb_is_stopped() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let zeros = vec![0; 1024 * 1024];
    for name in ["a", "b"] {
        writer.start_file(name, options).unwrap();
        for _ in 0..130 {
            writer.write_all(&zeros).unwrap();
        }
    }
    refused(writer.finish().unwrap().into_inner(), "Unzipped size must be smaller than 262144000 bytes");
}

#[test]
fn good_code_is_put_in_place_and_old_versions_go() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("f");
    let bytes = zip_of(&[("lib/", ""), ("lib/a.py", "x = 1"), ("bootstrap", "#!/bin/sh"), ("b.txt", "")]);
    let code = keep(&home, CodeSource::Zip(bytes.clone())).unwrap();
    let again = keep(&home, CodeSource::Zip(bytes)).unwrap();
    assert_eq!((&again.sha256, again.size_bytes), (&code.sha256, code.size_bytes));
    assert_ne!(again.folder, code.folder);
    let place = home.join(&code.folder);
    assert_eq!(fs::read_to_string(place.join("lib/a.py")).unwrap(), "x = 1");
    let mode = |name: &str| place.join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("bootstrap"), mode("lib/a.py"), mode("lib")), (0o755, 0o644, 0o755));
    let newer = keep(&home, CodeSource::Zip(zip_of(&[("c", "d")]))).unwrap();
    sweep(&home, &newer.folder);
    let names: Vec<_> = fs::read_dir(&home).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, [newer.folder.as_str()]);
}

#[test]
fn a_folder_is_copied_without_what_lies_outside() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("source");
    fs::create_dir_all(from.join("lib/__pycache__")).unwrap();
    fs::write(from.join("lib/a.py"), "x = 1").unwrap();
    fs::write(from.join("lib/__pycache__/a.pyc"), "x").unwrap();
    std::os::unix::fs::symlink("lib/a.py", from.join("inside.py")).unwrap();
    let home = folder.path().join("f");
    let code = keep(&home, CodeSource::Folder(from.clone())).unwrap();
    assert_eq!(code.size_bytes, 10);
    assert_eq!(fs::read_to_string(home.join(&code.folder).join("inside.py")).unwrap(), "x = 1");
    assert!(!home.join(&code.folder).join("lib/__pycache__").exists());
    fs::write(from.join("lib/a.py"), "x = 2").unwrap();
    assert_ne!(keep(&home, CodeSource::Folder(from.clone())).unwrap().sha256, code.sha256);

    std::os::unix::fs::symlink("/etc/passwd", from.join("outside")).unwrap();
    let error = keep(&home, CodeSource::Folder(from)).unwrap_err();
    assert!(error.message().contains("`outside` is not a file of the folder itself"), "{error}");
    assert!(keep(&home, CodeSource::Folder(folder.path().join("missing"))).is_err());
}
