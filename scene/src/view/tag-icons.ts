// The pictures of tags, drawn into one texture: red says shape, green its rim, blue the sign on it.

import { ICON_NAMES, type IconName } from '../rules/target'
import { ICON_PATHS } from '../icon-paths'
import { CanvasTexture, LinearFilter, LinearMipmapLinearFilter, NoColorSpace } from 'three'

export const ATLAS_COLUMNS = 8
const CELL = 128

/** The icon a document names, `iottwinmaker.common.icon:Warning`; anything else is Info, as in other
 *  readers. */
export function iconNameOf(icon: string | undefined): IconName {
  const name = icon?.startsWith('iottwinmaker.common.icon:') ? icon.slice(icon.indexOf(':') + 1) : undefined
  return ICON_NAMES.find((known) => known === name) ?? 'Info'
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

function polygon(context: Context, sides: number, radius: number, turn: number): void {
  context.beginPath()
  for (let i = 0; i < sides; i++) {
    const angle = turn + (i * 2 * Math.PI) / sides
    context.lineTo(64 + radius * Math.cos(angle), 64 + radius * Math.sin(angle))
  }
  context.closePath()
}

function shape(context: Context, name: IconName, grow: number): void {
  if (name === 'Warning') {
    context.beginPath()
    context.moveTo(64, 22 - grow)
    context.lineTo(110 + grow, 102 + grow * 0.6)
    context.lineTo(18 - grow, 102 + grow * 0.6)
    context.closePath()
  } else if (name === 'Error') polygon(context, 8, 49 + grow, Math.PI / 8)
  else if (name === 'Video') {
    context.beginPath()
    context.roundRect(20 - grow, 20 - grow, 88 + 2 * grow, 88 + 2 * grow, 22)
  } else {
    context.beginPath()
    context.arc(64, 64, 46 + grow, 0, 2 * Math.PI)
  }
}

function sign(context: Context, name: IconName, letters: string): void {
  context.beginPath()
  if (name === 'Info') {
    context.arc(64, 44, 7, 0, 2 * Math.PI)
    context.roundRect(57.5, 58, 13, 34, 5)
  } else if (name === 'Warning') {
    context.roundRect(57.5, 48, 13, 28, 5)
    context.arc(64, 88, 7, 0, 2 * Math.PI)
  } else if (name === 'Error') {
    context.roundRect(57, 36, 14, 36, 5)
    context.arc(64, 86, 8, 0, 2 * Math.PI)
  } else if (name === 'Video') {
    context.roundRect(33, 46, 40, 36, 7)
    context.moveTo(77, 60)
    context.lineTo(95, 48)
    context.lineTo(95, 80)
    context.lineTo(77, 68)
  } else if (letters === '') {
    for (let i = 0; i < 10; i++) {
      const radius = i % 2 === 0 ? 29 : 12
      const angle = (i * Math.PI) / 5 - Math.PI / 2
      context.lineTo(64 + radius * Math.cos(angle), 65 + radius * Math.sin(angle))
    }
  }
  context.fill()
  if (name !== 'Custom' || letters === '') return
  context.font = `600 ${letters.length > 1 ? 42 : 54}px system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(letters, 64, 67)
}

/** The texture, growing by icons of users' own. Without a canvas (tests) it only counts. */
export class TagAtlas {
  readonly texture: CanvasTexture | null
  readonly #context: CanvasRenderingContext2D | null
  readonly #cells = new Map<string, number>()

  constructor() {
    const canvas = typeof document === 'undefined' ? null : document.createElement('canvas')
    if (canvas) canvas.width = canvas.height = CELL * ATLAS_COLUMNS
    this.#context = canvas?.getContext('2d', { willReadFrequently: true }) ?? null
    this.texture = canvas && this.#context ? new CanvasTexture(canvas) : null
    if (this.texture) {
      this.texture.colorSpace = NoColorSpace
      this.texture.minFilter = LinearMipmapLinearFilter
      this.texture.magFilter = LinearFilter
      this.texture.anisotropy = 2
    }
    if (this.#context) {
      this.#context.fillStyle = '#000'
      this.#context.fillRect(0, 0, CELL * ATLAS_COLUMNS, CELL * ATLAS_COLUMNS)
    }
    for (const name of ICON_NAMES) this.cellOf(name)
  }

  /** The cell of an icon; a custom one we have no picture of shows the first letters of its name. */
  cellOf(name: IconName, customName = ''): number {
    const path = name === 'Custom' ? ICON_PATHS[customName] : undefined
    const letters = name === 'Custom' && !path ? initials(customName) : ''
    const key = `${name} ${path ? customName : letters}`
    let cell = this.#cells.get(key)
    if (cell !== undefined) return cell
    cell = this.#cells.size
    if (cell >= ATLAS_COLUMNS * ATLAS_COLUMNS) return this.cellOf('Custom')
    this.#cells.set(key, cell)
    this.#draw(cell, name, letters, path)
    return cell
  }

  #draw(cell: number, name: IconName, letters: string, path: string | undefined): void {
    const context = this.#context
    if (!context) return
    context.save()
    context.translate((cell % ATLAS_COLUMNS) * CELL, Math.floor(cell / ATLAS_COLUMNS) * CELL)
    context.globalCompositeOperation = 'lighter'
    context.lineJoin = 'round'
    context.lineWidth = 12
    // Shape and rim together are the silhouette; the rim alone is what green says.
    context.fillStyle = context.strokeStyle = '#f00'
    shape(context, name, 0)
    context.fill()
    context.globalCompositeOperation = 'lighten'
    context.stroke()
    context.globalCompositeOperation = 'lighter'
    context.lineWidth = 7
    context.strokeStyle = '#0f0'
    shape(context, name, 2)
    context.stroke()
    context.fillStyle = '#00f'
    if (path) {
      context.translate(64 - 29, 64 - 29)
      context.scale(58 / 24, 58 / 24)
      const picture = new Path2D(path)
      // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
      context.fill(picture, 'nonzero')
    } else sign(context, name, letters)
    context.restore()
    if (this.texture) this.texture.needsUpdate = true
  }

  dispose(): void {
    this.texture?.dispose()
  }
}

/** `temperature-high` → `TH`. */
function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join('')
}
