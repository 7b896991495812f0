// How all tags are drawn in one call: a quad each, of a constant size on the screen or in the world.

import { DoubleSide, ShaderMaterial, Vector2, type Texture } from 'three'
import { ATLAS_COLUMNS } from './tag-icons'

const vertexShader = /* glsl */ `
attribute vec4 place;   // world position, size factor (0 hides)
attribute vec4 look;    // cell of the atlas, 0 plain | 1 hovered | 2 selected, 1 when hidden behind things, opacity
attribute vec3 tint;
uniform vec2 viewport;
uniform float size_px;
uniform float size_m;
varying vec2 vCorner;
varying vec4 vLook;
varying vec3 vTint;

void main() {
  vec4 clip = projectionMatrix * viewMatrix * vec4(place.xyz, 1.0);
  float pixels = size_px;
  // In the world's measure a tag still stays large enough to find and small enough to see past.
  if (size_m > 0.0) pixels = clamp(0.5 * size_m * projectionMatrix[1][1] / max(clip.w, 1e-4) * viewport.y, 12.0, 160.0);
  pixels *= place.w * (look.y > 0.5 ? 1.14 : 1.0) * 1.5;
  float depth = clip.z / clip.w;
  // In front of everything, but in order among themselves.
  if (look.z < 0.5) depth = -1.0 + 0.02 * (depth * 0.5 + 0.5);
  clip.xy += position.xy * pixels / viewport * clip.w;
  gl_Position = vec4(clip.xy, depth * clip.w, clip.w);
  vCorner = position.xy * 1.5;
  vLook = look;
  vTint = tint;
}`

const fragmentShader = /* glsl */ `
uniform sampler2D atlas;
uniform vec3 accent;
uniform vec3 rim;
varying vec2 vCorner;
varying vec4 vLook;
varying vec3 vTint;

void main() {
  float cell = floor(vLook.x + 0.5);
  vec2 at = vec2(mod(cell, ${ATLAS_COLUMNS}.0), floor(cell / ${ATLAS_COLUMNS}.0));
  vec2 inside = clamp(vCorner * 0.5 + 0.5, 0.004, 0.996);
  vec3 mask = vec3(0.0);
  if (max(abs(vCorner.x), abs(vCorner.y)) < 1.0) {
    mask = texture2D(atlas, vec2(at.x + inside.x, ${ATLAS_COLUMNS}.0 - 1.0 - at.y + inside.y) / ${ATLAS_COLUMNS}.0).rgb;
  }
  float radius = length(vCorner);
  float soft = fwidth(radius) + 1e-4;
  vec3 color = mix(vTint, rim, mask.g);
  color = mix(color, vec3(1.0), mask.b);
  float alpha = clamp(max(mask.r, mask.g), 0.0, 1.0);
  if (vLook.y > 1.5) {
    float ring = smoothstep(1.0 - soft, 1.0 + soft, radius) * (1.0 - smoothstep(1.26 - soft, 1.26 + soft, radius));
    color = mix(color, accent, ring);
    alpha = max(alpha, ring);
  }
  // A soft shade below keeps a tag apart from what is behind it.
  float shade = (1.0 - smoothstep(0.62, 1.16, length(vCorner + vec2(0.0, 0.10)))) * 0.35;
  color = mix(vec3(0.0), color, alpha);
  float whole = max(alpha, shade);
  color = alpha > 0.001 ? mix(vec3(0.0), color / max(alpha, 0.001), alpha / max(whole, 0.001)) : vec3(0.0);
  if (whole < 0.06) discard;
  gl_FragColor = vec4(color, whole * vLook.w);
  #include <colorspace_fragment>
}`

export function tagMaterial(atlas: Texture | null): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader, fragmentShader, transparent: true, side: DoubleSide, toneMapped: false, fog: false,
    uniforms: {
      atlas: { value: atlas }, viewport: { value: new Vector2(1, 1) },
      size_px: { value: 34 }, size_m: { value: 0 },
      accent: { value: [0.01, 0.4, 1] }, rim: { value: [1, 1, 1] },
    },
  })
}
