// Reads GLB and glTF with every compression in use, decoders coming from our own origin only.

import { LoadingManager, type Object3D, type AnimationClip, type WebGLRenderer } from 'three'
import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js'
import type { AssetLoader } from '../editor/types'
import { fetchNamedFiles, folderOf, gltfJson } from './model-files'

/** Where the decoders of three are served: `draco/` and `basis/` below `base`. */
export interface Decoders {
  readonly base: string
}

export interface LoadedModel {
  readonly scene: Object3D
  readonly clips: readonly AnimationClip[]
}
export type ModelReader = (uri: string, signal?: AbortSignal) => Promise<LoadedModel>

/** Makes a reader of models; `dispose` ends the decoders' workers. */
export function createModelReader(
  assets: AssetLoader, decoders: Decoders | undefined, renderer: WebGLRenderer | null,
): { read: ModelReader; dispose: () => void } {
  let draco: DRACOLoader | undefined
  let ktx2: KTX2Loader | undefined
  const read: ModelReader = async (uri, signal) => {
    const data = await assets.load(uri, signal)
    const { urls, free } = await fetchNamedFiles(uri, gltfJson(data), assets, signal)
    const manager = new LoadingManager()
    manager.setURLModifier((url) => urls.get(url) ?? url)
    const loader = new GLTFLoader(manager)
    loader.setMeshoptDecoder(MeshoptDecoder)
    if (decoders) {
      draco ??= new DRACOLoader().setDecoderPath(`${decoders.base}draco/`).setWorkerLimit(2)
      loader.setDRACOLoader(draco)
      if (renderer) {
        ktx2 ??= new KTX2Loader().setTranscoderPath(`${decoders.base}basis/`).setWorkerLimit(2).detectSupport(renderer)
        loader.setKTX2Loader(ktx2)
      }
    }
    try {
      const gltf = await loader.parseAsync(data, folderOf(uri))
      return { scene: gltf.scene, clips: gltf.animations }
    } finally {
      free()
    }
  }
  const dispose = () => {
    draco?.dispose()
    ktx2?.dispose()
  }
  return { read, dispose }
}
