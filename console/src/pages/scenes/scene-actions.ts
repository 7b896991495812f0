// What one can do with a scene from its list.

import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'

export type SceneAction = 'open' | 'view' | 'versions' | 'duplicate' | 'rename' | 'describe' | 'export' | 'export-all' | 'delete'

export const SCENE_ACTIONS: ButtonDropdownProps.Items = [
  { id: 'open', text: 'Open in the composer' },
  { id: 'view', text: 'Open for operators' },
  { id: 'versions', text: 'Versions' },
  {
    id: 'change', text: 'Change',
    items: [{ id: 'duplicate', text: 'Duplicate…' }, { id: 'rename', text: 'Rename…' }, { id: 'describe', text: 'Edit description…' }],
  },
  {
    id: 'out', text: 'Export',
    items: [{ id: 'export', text: 'The document (JSON)' }, { id: 'export-all', text: 'With its models (ZIP)' }],
  },
  { id: 'delete', text: 'Delete…' },
]
