// Makes a model smaller: less of the same, simpler meshes, smaller textures, compressed bytes.

import { type Document, type Transform, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS, EXTTextureWebP } from '@gltf-transform/extensions'
import { dedup, listTextureSlots, meshopt, prune, resample, simplify, weld } from '@gltf-transform/functions'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import { neighboursOf, readContainer } from './glb'
import type { OptimiseOptions, Step } from './options'

/** Draws a picture smaller and in another format; `null` when that would not make it smaller. */
export type TextureEncoder = (
  image: { readonly bytes: Uint8Array; readonly mimeType: string },
  target: { readonly max_px: number; readonly quality: number | null },
) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly mimeType: string } | null>

/** Why a model cannot be worked on here; `null` when it can. */
export function obstacle(bytes: Uint8Array): string | null {
  const { json } = readContainer(bytes)
  const required = new Set(json.extensionsRequired ?? [])
  if (required.has('KHR_draco_mesh_compression')) {
    return 'Its meshes are compressed with Draco already. Export it without Draco to optimise it here.'
  }
  const known = new Set<string>(ALL_EXTENSIONS.map((it) => it.EXTENSION_NAME))
  const unknown = [...required].filter((it) => !known.has(it))
  return unknown.length > 0 ? `It needs ${unknown.join(', ')}, which would be lost.` : null
}

async function io(): Promise<WebIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready, MeshoptSimplifier.ready])
  return new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({
    'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder,
  })
}

/** Reads GLB, or glTF with its neighbouring files by the uri the model has for them. */
export async function readModel(bytes: Uint8Array<ArrayBuffer>, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<Document> {
  const { json, bin } = readContainer(bytes)
  const reader = await io()
  if (bin || bytes[0] === 0x67) return await reader.readBinary(bytes)
  const missing = neighboursOf(json).filter((it) => !files.has(it))
  if (missing.length > 0) throw new Error(`The model needs files that are not beside it: ${missing.join(', ')}. Upload them into the same folder.`)
  return await reader.readJSON({ json: json as never, resources: Object.fromEntries(files) })
}

export async function writeGlb(document: Document): Promise<Uint8Array<ArrayBuffer>> {
  // A GLB has one buffer.
  const [first, ...rest] = document.getRoot().listBuffers()
  for (const accessor of document.getRoot().listAccessors()) if (first) accessor.setBuffer(first)
  for (const buffer of rest) buffer.dispose()
  return (await (await io()).writeBinary(document)) as Uint8Array<ArrayBuffer>
}

/** Optimises a document in place and answers it as GLB; `onStep` hears what is being done. */
export async function optimise(document: Document, options: OptimiseOptions, encode: TextureEncoder | null, onStep: (step: Step) => void): Promise<Uint8Array<ArrayBuffer>> {
  document.setLogger({ debug: noop, info: noop, warn: noop, error: noop })
  const steps: (readonly [string, Transform | null])[] = [
    // Scenes name meshes of a model (sub-model references) and its clips: names and empty nodes must stay.
    ['Merging what is there twice', dedup({ keepUniqueNames: true })],
    ['Merging equal vertices', weld()],
    ['Simplifying meshes', options.error > 0 ? simplify({ simplifier: MeshoptSimplifier, ratio: options.ratio, error: options.error }) : null],
    ['Shortening animations', resample()],
    ['Making textures smaller', encode ? textures(encode, options) : null],
    // Colouring a texture's only colour into its material would need code that a strict content policy forbids.
    ['Leaving out what is not used', prune({ keepLeaves: true, keepSolidTextures: true, keepExtras: true })],
    ['Compressing', options.isCompressed ? compress : null],
  ]
  const all = steps.length + 1
  for (const [index, [label, transform]] of steps.entries()) {
    if (!transform) continue
    onStep({ label, done: index / all })
    // A step on its own, so that progress is told and a worker can be stopped between.
    await document.transform(transform)
  }
  onStep({ label: 'Writing', done: (all - 1) / all })
  return await writeGlb(document)
}

function noop(): void {}

async function compress(document: Document): Promise<void> {
  keepTransforms(document)
  await document.transform(meshopt({ encoder: MeshoptEncoder, level: 'medium' }))
}

/**
 * Rounded positions need a scale at their node. A scene may put its own transform on a named node (a sub-model
 * reference), which would undo that: so the mesh goes to a node of its own below.
 */
function keepTransforms(document: Document): void {
  for (const node of document.getRoot().listNodes()) {
    const mesh = node.getMesh()
    // Nodes with nothing to lose: skinned meshes are not moved by their node, morphs are driven by it.
    const isBound = node.getSkin() || node.getWeights().length > 0 || (mesh?.listPrimitives() ?? []).some((it) => it.listTargets().length > 0)
    const isInstanced = node.getExtension('EXT_mesh_gpu_instancing')
    if (!mesh || isBound || isInstanced || node.getName() === '') continue
    node.setMesh(null)
    node.addChild(document.createNode().setMesh(mesh))
  }
}

/** Resizes and encodes each texture; one that cannot be decoded here (KTX2) stays. */
function textures(encode: TextureEncoder, options: OptimiseOptions): Transform {
  return async (document) => {
    for (const texture of document.getRoot().listTextures()) {
      const bytes = texture.getImage()
      const mimeType = texture.getMimeType()
      if (!bytes || !['image/png', 'image/jpeg', 'image/webp'].includes(mimeType)) continue
      // Loss shows first where a picture is no colour but a direction.
      const isNormal = listTextureSlots(texture).some((it) => /normal/i.test(it))
      const quality = options.webp_quality === null ? null : isNormal ? Math.max(0.92, options.webp_quality) : options.webp_quality
      const made = await encode({ bytes, mimeType }, { max_px: options.texture_px, quality })
      if (!made) continue
      texture.setImage(made.bytes).setMimeType(made.mimeType)
      texture.setURI(texture.getURI().replace(/\.[a-z]+$/i, made.mimeType === 'image/webp' ? '.webp' : '.png'))
    }
    const isWebp = document.getRoot().listTextures().some((it) => it.getMimeType() === 'image/webp')
    if (isWebp) document.createExtension(EXTTextureWebP).setRequired(true)
  }
}
