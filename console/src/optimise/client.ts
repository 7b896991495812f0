// Gives jobs to a worker: progress comes back, an abort stops it at once.

import type { Step } from './options'
import type { Answer, Inspected, Job, Made, Message } from './work'

export interface WorkOptions {
  readonly signal?: AbortSignal | undefined
  readonly onStep?: ((step: Step) => void) | undefined
}

export async function inspectInWorker(bytes: Uint8Array<ArrayBuffer>, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, options: WorkOptions = {}): Promise<Inspected> {
  const answer = await give({ kind: 'inspect', bytes, files }, options)
  if (answer.kind !== 'inspected') throw new Error('the worker answered another question')
  return answer.value
}

export async function makeInWorker(job: Exclude<Job, { kind: 'inspect' }>, options: WorkOptions = {}): Promise<Made> {
  const answer = await give(job, options)
  if (answer.kind !== 'made') throw new Error('the worker answered another question')
  return answer.value
}

async function give(job: Job, { signal, onStep }: WorkOptions): Promise<Answer> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise<Answer>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'The worker for models could not start. Reload the page and try again.')))
      worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        if (data.type === 'step') onStep?.(data.step)
        else if (data.type === 'answer') resolve(data.answer)
        else reject(new Error(data.message))
      })
      worker.postMessage(job, [])
    })
  } finally {
    worker.terminate()
  }
}
