// Scenes to begin with.

import {
  addNodes, lookRotation, newCamera, newLight, newNode, newPlane, newScene, type SceneDocument, type SceneNode, setSceneProperties,
  type Vec3,
} from '@gemel/scene'

export interface Template {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly make: () => SceneDocument
}

export const TEMPLATES: readonly Template[] = [
  {
    id: 'blank', label: 'Blank', description: 'Nothing but a neutral surrounding and three sample rules.',
    make: newScene,
  },
  {
    id: 'hall', label: 'Hall', description: 'A floor of 20 × 15 m, light from above with shadows, and a camera on the whole.',
    make: () => hall(newScene()),
  },
  {
    id: 'site', label: 'Site outdoors', description: 'Open ground, sky, sunlight and a little haze far away.',
    make: () => site(newScene()),
  },
]

function hall(document: SceneDocument): SceneDocument {
  const floor = newNode({ name: 'Floor', components: [{ ...newPlane(20, 15), color: '#b8bcc4' }], transform: { rotation: [-Math.PI / 2, 0, 0] } })
  const sun = newNode({ name: 'Light from above', components: [newLight('Directional')], transform: { position: [8, 16, 10] } })
  const fill = newNode({ name: 'Fill light', components: [{ ...newLight('Ambient'), lightSettings: { color: '#ffffff', intensity: 0.5 } }] })
  return addNodes([floor, sun, fill, view([12, 10, 15])]).apply(document)
}

function site(document: SceneDocument): SceneDocument {
  const open = setSceneProperties({
    sceneBackgroundSettings: { color: '#bcd4ea' },
    groundPlaneSettings: { color: '#9aa58c', opacity: 1 },
    fogSettings: { color: '#d5e2ee', near: 150, far: 900 },
  }).apply(document)
  const sun = newNode({ name: 'Sun', components: [newLight('Directional')], transform: { position: [60, 90, 40] } })
  const sky = newNode({ name: 'Sky light', components: [newLight('Hemisphere')] })
  return addNodes([sun, sky, view([45, 30, 55])]).apply(open)
}

/** A camera that looks at the middle. */
function view(position: Vec3): SceneNode {
  return newNode({ name: 'Overview', components: [newCamera()], transform: { position, rotation: lookRotation(position, [0, 0, 0]) } })
}
