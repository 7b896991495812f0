//! How much memory a worker and its children use, from the kernel's own books.

use std::fs;

/// Bytes that a process and everything below it have for themselves; 0 where the platform does not tell.
///
/// The cheap figure counts a page that a process shares with a child it forked once for each of them. Only when that
/// passes `limit_bytes` the kernel is asked for the exact one, which takes it longer.
pub(super) fn used_bytes(pid: u32, limit_bytes: u64) -> u64 {
    let all = descendants(pid);
    let total = all.iter().filter_map(|&it| own_bytes(it)).sum();
    if total <= limit_bytes || all.len() == 1 {
        return total;
    }
    all.iter().filter_map(|&it| share_bytes(it).or_else(|| own_bytes(it))).sum()
}

/// A process and everything below it; more than that many are not looked for.
fn descendants(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut n_asked = 0;
    while n_asked < all.len() && all.len() < 4096 {
        let threads = fs::read_dir(format!("/proc/{}/task", all[n_asked]));
        n_asked += 1;
        for thread in threads.into_iter().flatten().flatten() {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|it| it.parse::<u32>().ok()));
        }
    }
    all
}

/// A process's part of all pages, those it shares counted by how many share them.
fn share_bytes(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("Pss:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? << 10)
}

fn own_bytes(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let mut pages = text.split_whitespace().skip(1).map_while(|it| it.parse::<u64>().ok());
    let (resident, shared) = (pages.next()?, pages.next()?);
    Some(resident.saturating_sub(shared) * u64::try_from(rustix::param::page_size()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_count_too() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let (all, own) = (used_bytes(std::process::id(), u64::MAX), own_bytes(std::process::id()).unwrap());
        let exact = used_bytes(std::process::id(), 0);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(own > 100_000, "{own}");
        assert!(all > own, "{all} {own}");
        assert!(exact > 100_000 && exact != all, "{exact} {all}");
    }
}
