#!/usr/bin/env bash
# Say before the download when pip would take the GPU build of torch: on Linux plain PyPI brings gigabytes along.
python="$1"
"$python" -c 'import torch' 2>/dev/null && exit 0
[ "$(uname -s)" = "Linux" ] || exit 0
plan=$("$python" -m pip install --dry-run --quiet --disable-pip-version-check --report - "torch==2.13.0" 2>/dev/null)
if echo "$plan" | grep -qiE '"name": *"(nvidia-|cuda-|triton)'; then
  cat <<'TXT'
Let op: pip gaat de GPU-versie van torch ophalen (met pakketten voor een grafische kaart, samen enkele gigabytes).
Deze kennisbank heeft geen GPU nodig. De kleine CPU-versie krijgt u zo: zie README, "Torch zonder GPU".
Stoppen kan nu met Ctrl+C.
TXT
  sleep 5
fi
exit 0
