// The axes in the corner: balls one clicks to look from that side, drawn on a canvas of their own.

import { Vector3, type PerspectiveCamera } from 'three'

interface Ball {
  readonly direction: readonly [number, number, number]
  readonly label: string
  readonly name: string
  readonly color: string
}
const BALLS: readonly Ball[] = [
  { direction: [1, 0, 0], label: 'X', name: 'right', color: '#d6404f' },
  { direction: [-1, 0, 0], label: '', name: 'left', color: '#d6404f' },
  { direction: [0, 1, 0], label: 'Y', name: 'top', color: '#3f9142' },
  { direction: [0, -1, 0], label: '', name: 'bottom', color: '#3f9142' },
  { direction: [0, 0, 1], label: 'Z', name: 'front', color: '#2f6fd6' },
  { direction: [0, 0, -1], label: '', name: 'back', color: '#2f6fd6' },
]
export const CUBE_PX = 92
const REACH = 32
const RADIUS = 10.5

/** Where each ball is: its middle on the canvas and how near it is. */
function placed(camera: PerspectiveCamera): { ball: Ball; x: number; y: number; depth: number }[] {
  const inverse = camera.matrixWorldInverse
  return BALLS.map((ball) => {
    const at = new Vector3(...ball.direction).transformDirection(inverse)
    return { ball, x: CUBE_PX / 2 + at.x * REACH, y: CUBE_PX / 2 - at.y * REACH, depth: at.z }
  }).toSorted((a, b) => a.depth - b.depth)
}

export function drawCube(canvas: HTMLCanvasElement, camera: PerspectiveCamera, isDark: boolean): void {
  const ratio = Math.min(2, window.devicePixelRatio)
  if (canvas.width !== CUBE_PX * ratio) canvas.width = canvas.height = CUBE_PX * ratio
  const context = canvas.getContext('2d')
  if (!context) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, CUBE_PX, CUBE_PX)
  context.fillStyle = isDark ? 'rgb(30 38 48 / 62%)' : 'rgb(255 255 255 / 66%)'
  context.beginPath()
  context.arc(CUBE_PX / 2, CUBE_PX / 2, CUBE_PX / 2, 0, 2 * Math.PI)
  context.fill()
  context.lineWidth = 2.5
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = '700 11px system-ui, sans-serif'
  for (const { ball, x, y, depth } of placed(camera)) {
    context.globalAlpha = 0.62 + 0.38 * ((depth + 1) / 2)
    context.strokeStyle = context.fillStyle = ball.color
    if (ball.label) {
      context.beginPath()
      context.moveTo(CUBE_PX / 2, CUBE_PX / 2)
      context.lineTo(x, y)
      context.stroke()
    }
    context.beginPath()
    context.arc(x, y, ball.label ? RADIUS : RADIUS - 3, 0, 2 * Math.PI)
    if (ball.label) context.fill()
    else {
      context.fillStyle = isDark ? '#1c232c' : '#ffffff'
      context.fill()
      context.lineWidth = 1.8
      context.stroke()
      context.lineWidth = 2.5
    }
    if (!ball.label) continue
    context.fillStyle = '#ffffff'
    context.fillText(ball.label, x, y + 0.5)
  }
  context.globalAlpha = 1
}

/** The side to look from for a click on the canvas; null beside the balls. */
export function sideAt(x: number, y: number, camera: PerspectiveCamera): Ball | null {
  const isOn = (ball: { x: number; y: number }) => Math.hypot(x - ball.x, y - ball.y) <= RADIUS + 2
  return placed(camera).findLast(isOn)?.ball ?? null
}

export const SIDES = BALLS.map(({ name, direction }) => ({ name, direction }))
