#!/usr/bin/env bash
# Prove that the site takes the look of two public NL Design System themes: install them in build/themes and run axe with each.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=build/themes
mkdir -p "$folder"
command -v npm >/dev/null || { echo "npm ontbreekt; installeer Node.js om de thema's te halen."; exit 1; }
bash tools/programs.sh chromium
echo "Thema's ophalen ..."
npm install --loglevel=error --no-audit --no-fund --ignore-scripts --prefix "$folder" \
  @nl-design-system-unstable/voorbeeld-design-tokens@7.4.1 @nl-design-system-community/ma-design-tokens@2.5.0
echo "Tests met de thema's ..."
THEMES_FOLDER="$PWD/$folder/node_modules" .venv/bin/pytest -m themes tests/browser/test_themes.py
