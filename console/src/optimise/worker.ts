// The worker: one job, its steps, its answer. Stopping it is terminating it.

import { encodeTexture } from './textures'
import { type Job, type Message, work } from './work'

const tell = (message: Message, transfer: Transferable[] = []) => self.postMessage(message, { transfer })

self.addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  try {
    const answer = await work(data, encodeTexture, (step) => tell({ type: 'step', step }))
    tell({ type: 'answer', answer }, answer.kind === 'made' ? [answer.value.glb.buffer] : [])
  } catch (error) {
    tell({ type: 'failure', message: error instanceof Error ? error.message : String(error) })
  }
})
