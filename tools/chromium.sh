#!/usr/bin/env bash
# Install the system's Chromium where it is missing and apt-get may be used.
command -v chromium >/dev/null && exit 0
command -v apt-get >/dev/null || exit 0
as_root=""
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || exit 0
  as_root="sudo -n"
fi
echo "Chromium installeren voor de browsertests ..."
$as_root apt-get update -qq >/dev/null 2>&1
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null 2>&1
exit 0
