"""The mark: a butterfly, four leaves of paper around a pen stroke."""

_UPPER = "M23 19C21.4 9.2 14.6 2.6 4.4 2.2 2.6 2.1 1.6 3.4 2 5.2 3.8 13.6 11.6 20.4 23 21Z"
_LOWER = "M22.8 23C14.8 22.6 9 26 7.6 32.2 7 35 8.8 37.2 11.6 36.8 17.6 36 21.6 30.8 22.8 23Z"
_ANTENNAE = "M24 12.5C23.4 8.6 21.6 6.4 18.8 5.4M24 12.5c.6-3.9 2.4-6.1 5.2-7.1"
_MIRROR = 'transform="matrix(-1 0 0 1 48 0)"'

_WINGS = (
    f'<path class="wing upper" d="{_UPPER}"/><path class="wing upper" d="{_UPPER}" {_MIRROR}/>'
    f'<path class="wing lower" d="{_LOWER}"/><path class="wing lower" d="{_LOWER}" {_MIRROR}/>'
)

BUTTERFLY = (
    f'<svg class="butterfly" viewBox="0 0 48 40" aria-hidden="true" focusable="false">{_WINGS}'
    f'<path class="body" d="M24 12.5V32"/><path class="antenna" d="{_ANTENNAE}"/></svg>'
)

FLUTTER = f'<svg class="butterfly wings" viewBox="0 0 48 40" aria-hidden="true" focusable="false"><g>{_WINGS}</g></svg>'
"""The mark in flight: something is being done."""
