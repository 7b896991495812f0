// The way from the top down to an entity, each step a link.

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { keys } from '../../../kit/query'
import { Link } from '../../../kit/link'
import { addresses } from '../addresses'
import { type Place, pathTo } from '../operations'
import { ROOT } from '../tree/model'
import './detail.css'

export function ParentPath({ place, parentId }: { readonly place: Place; readonly parentId: string | undefined }): ReactNode {
  const query = useQuery({
    queryKey: [...keys.entities(place.workspaceId), 'path', parentId],
    enabled: parentId !== undefined && parentId !== ROOT,
    queryFn: () => pathTo(place, parentId ?? ROOT),
  })
  return (
    <nav aria-label="Where this entity stands" className="g-path">
      <span>Top level</span>
      {(query.data ?? []).map((it) => <span key={it.id}> › <Link to={addresses.entity(place.workspaceId, it.id)}>{it.name}</Link></span>)}
    </nav>
  )
}
