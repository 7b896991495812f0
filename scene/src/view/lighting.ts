// Full lighting comes a moment after the first picture: its shaders are compiled beside the drawing.

import type { Camera, Scene, WebGLRenderer } from 'three'

interface Program {
  readonly isReady?: () => boolean
}

/** Prepares what the shaders need for reflections and shadows, then turns both on at once. */
export class Lighting {
  isFull = false
  #isStarted = false
  #isStopped = false
  readonly #renderer: WebGLRenderer
  readonly #scene: Scene
  readonly #done: () => void

  constructor(renderer: WebGLRenderer, scene: Scene, done: () => void) {
    this.#renderer = renderer
    this.#scene = scene
    this.#done = done
  }

  /** Starts once; `on` and `off` set the scene to full and to simple lighting. */
  start(camera: Camera, on: () => void, off: () => void): void {
    if (this.#isStarted) return
    this.#isStarted = true
    on()
    // Hands all shaders to the driver without waiting for any.
    this.#renderer.compile(this.#scene, camera)
    off()
    const programs = (this.#renderer.info.programs ?? []) as readonly Program[]
    const wait = (rounds: number) => {
      if (this.#isStopped) return
      const isReady = programs.every((program) => program.isReady?.() ?? true)
      if (!isReady && rounds < 200) {
        setTimeout(() => wait(rounds + 1), 30)
        return
      }
      this.isFull = true
      on()
      this.#done()
    }
    setTimeout(() => wait(0), 30)
  }

  stop(): void {
    this.#isStopped = true
  }
}

