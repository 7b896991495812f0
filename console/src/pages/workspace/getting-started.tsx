// The first steps of a new twin, ticked off as they are done. Gone when all are, or when one closes it.

import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { EntitySummary, SceneSummary } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import type { AllPages } from '../../kit/all-pages'
import { paths } from '../../kit/paths'

export interface GettingStartedProps {
  readonly workspaceId: string
  readonly entities: AllPages<EntitySummary>
  readonly scenes: AllPages<SceneSummary>
  readonly ownTypes: readonly string[] | undefined
  readonly hasBucket: boolean
  readonly onEdit: () => void
}

interface Step {
  readonly title: string
  readonly text: string
  readonly isDone: boolean
  readonly label: string
  readonly run: () => void
}

export function GettingStarted({ workspaceId, entities, scenes, ownTypes, hasBucket, onEdit }: GettingStartedProps): ReactNode {
  const navigate = useNavigate()
  const key = `gemel.started.${workspaceId}`
  const [isClosed, setClosed] = useState(() => localStorage.getItem(key) !== null)
  if (isClosed || ownTypes === undefined || entities.isPending || scenes.isPending) return null
  const go = (to: string) => () => void navigate(to)
  const steps: readonly Step[] = [
    { title: 'Describe a kind of thing', text: 'A component type says which properties a mixer, a pump or a line has.', isDone: ownTypes.length > 0, label: 'Create a type', run: go(paths.componentTypes(workspaceId)) },
    { title: 'Add the thing', text: 'An entity is one real machine, with components of your types.', isDone: entities.items.length > 0, label: 'Create an entity', run: go(paths.entities(workspaceId)) },
    hasBucket
      ? { title: 'Upload a 3D model', text: 'GLB or glTF; the library shows and slims it.', isDone: scenes.items.length > 0, label: 'Open the library', run: go(paths.library(workspaceId)) }
      : { title: 'Give it storage', text: 'Models and scenes live in a bucket. This workspace has none yet.', isDone: false, label: 'Add a bucket', run: onEdit },
    { title: 'Compose a scene', text: 'Place models, bind tags to values, colour them by rules.', isDone: scenes.items.length > 0, label: 'Create a scene', run: go(paths.scenes(workspaceId)) },
  ]
  const next = steps.findIndex((it) => !it.isDone)
  // A twin with everything but a bucket is no beginner's.
  if (next < 0 || (ownTypes.length > 0 && entities.items.length > 0 && scenes.items.length > 0)) return null
  const close = () => {
    localStorage.setItem(key, 'closed')
    setClosed(true)
  }
  return (
    <Container
      header={<Header variant="h2" actions={<Button iconName="close" variant="icon" ariaLabel="Close the first steps" onClick={close} />}>First steps</Header>}
    >
      <ol className="g-steps" data-testid="empty-state">
        {steps.map((it, i) => (
          <li key={it.title} data-done={it.isDone} data-next={i === next}>
            <span className="g-step-mark" aria-hidden="true">{it.isDone ? '✓' : i + 1}</span>
            <div>
              <strong>{it.title}</strong>{it.isDone && <span className="g-hidden"> (done)</span>}
              <p>{it.text}</p>
              <Button variant={i === next ? 'primary' : 'normal'} onClick={it.run}>{it.label}</Button>
            </div>
          </li>
        ))}
      </ol>
    </Container>
  )
}
