// Files and whole folders that were dropped or chosen, with their paths.

export interface Dropped {
  /** `pumps/p1.glb`, or a bare name. */
  readonly path: string
  readonly file: File
}
/** A limit, so that a home directory dropped by mistake does not hang the page. */
const FILES_MAX = 5000
/** What systems put into folders for themselves. */
const HIDDEN = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.git\/.*)$/i

export async function droppedFiles(data: DataTransfer): Promise<readonly Dropped[]> {
  // The list of items is emptied when the event is over: take all entries first.
  const entries = [...data.items].flatMap((it) => it.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return visible([...data.files].map((file) => ({ path: file.name, file })))
  const found: Dropped[] = []
  for (const entry of entries) await walk(entry, found)
  return visible(found)
}

/** Of an `<input type=file>`, also one that takes folders. */
export function chosenFiles(list: FileList | null): readonly Dropped[] {
  return visible([...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
}

function visible(files: readonly Dropped[]): readonly Dropped[] {
  return files.filter(({ path }) => !HIDDEN.test(path))
}

async function walk(entry: FileSystemEntry, found: Dropped[]): Promise<void> {
  if (found.length >= FILES_MAX) throw new Error(`More than ${FILES_MAX.toLocaleString('en-US')} files at once. Upload the folder in parts, or use the AWS CLI: aws s3 sync.`)
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ path: entry.fullPath.replace(/^\//, ''), file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A hundred at a time, until none are left.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return
    for (const it of entries) await walk(it, found)
  }
}
