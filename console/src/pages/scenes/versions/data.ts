// The present text of a scene and its versions, and the text of one of them.

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../../../kit/context'
import { keys } from '../../../kit/query'
import { loadScene, type SceneFile } from '../../../objects/scene-file'
import { describeVersion, listVersions, readVersion, type SceneVersion } from '../../../objects/versions'

export function useSceneFile(workspaceId: string, sceneId: string) {
  const { clients } = useConsole()
  return useQuery({ queryKey: [...keys.scene(workspaceId, sceneId), 'file'], queryFn: ({ signal }) => loadScene(clients, workspaceId, sceneId, signal) })
}

export function useVersions(workspaceId: string, sceneId: string, file: SceneFile | undefined) {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.scene(workspaceId, sceneId), 'versions', file?.etag],
    queryFn: () => (file ? listVersions(clients, file) : []),
    enabled: file !== undefined,
  })
}

/** Versions never change: what was asked once stays. */
export function useVersionDetail(workspaceId: string, sceneId: string, version: SceneVersion) {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.scene(workspaceId, sceneId), 'version', version.name.key, 'detail'],
    queryFn: () => describeVersion(clients, version.name),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useVersionText(workspaceId: string, sceneId: string, version: SceneVersion | undefined) {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.scene(workspaceId, sceneId), 'version', version?.name.key, 'text'],
    queryFn: () => (version ? readVersion(clients, version.name) : ''),
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
