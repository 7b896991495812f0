// What a rule does, as a small picture: icon, colour, opacity or number.

import type { RuleEffect, RuleTarget } from '@gemel/scene'
import type { ReactNode } from 'react'
import { TagIcon } from '../kit/tag-icon'
import { numberWords } from '../binding/words'

export function EffectChip({ effect }: { readonly effect: RuleEffect | RuleTarget }): ReactNode {
  switch (effect.kind) {
    case 'icon':
      return (
        <span className="c-chip">
          <TagIcon
            icon={effect.icon}
            {...(effect.iconName ? { custom: effect.iconName } : {})}
            {...(effect.color ? { color: effect.color } : {})}
          />
          {effect.icon === 'Custom' ? (effect.iconName ?? 'Custom') : effect.icon}
        </span>
      )
    case 'color':
      return (
        <span className="c-chip">
          <i className="c-swatch" style={{ background: effect.color, opacity: effect.alpha }} />
          {effect.color}
        </span>
      )
    case 'opacity':
      return <span className="c-chip">{effect.opacity === 0 ? 'hidden' : `opacity ${effect.opacity}`}</span>
    case 'number':
      return <span className="c-chip">{'value' in effect ? numberWords(effect.value) : 'its number'}</span>
  }
}
