# Short words for docs/beheer.md; /etc/kennisbank/namen.sh reads this file.
# There is a side a and a side b, so that a new version can stand beside the one that serves. KANT is the side that serves.
KANT=$(cat /etc/kennisbank/kant 2>/dev/null || echo a)
ANDERE=$([ "$KANT" = a ] && echo b || echo a)

# beheer COMMAND: give a command as the account that installs and builds.
beheer() { runuser -u kb-beheer -- env HOME=/opt/kennisbank "$@"; }

# installeer SIDE [REVISION]: fetch the project into an empty side and install what serving needs.
installeer() {
  beheer git clone "$BRON" "/opt/kennisbank/$1" && cd "/opt/kennisbank/$1" && beheer git checkout -q "${2:-HEAD}" &&
    beheer python3 -m venv .venv && beheer .venv/bin/pip install --only-binary=:all: -c constraints.txt .
}

# ontvang: bring the index of INDEX_VAN to this folder. First the new generation, then the pointer and what the other machine let go.
ontvang() {
  local take=(rsync -a --chown=kb-beheer:kb-beheer --exclude '.bouw-*')
  install -d -o kb-beheer -g kb-beheer -m 755 index && "${take[@]}" --exclude huidig "$INDEX_VAN/" index/ &&
    "${take[@]}" --delete-after "$INDEX_VAN/" index/
}

poort() { [ "$1" = a ] && echo 8081 || echo 8082; }

# wacht SIDE: wait until it can answer.  vraag SIDE: ask it a question.
wacht() {
  for _ in $(seq 60); do curl -fsS "http://127.0.0.1:$(poort "$1")/gezondheid/gereed" 2>/dev/null && return; sleep 1; done
  echo "Kant $1 is na een minuut niet gereed: journalctl -u kennisbank@$1" >&2
  return 1
}
vraag() { curl -fsS "http://127.0.0.1:$(poort "$1")/api/v1/antwoorden?q=hoe+betrek+ik+ouders"; }

# kies SIDE: let the proxy send readers to it.
kies() {
  echo "server 127.0.0.1:$(poort "$1");" >/etc/nginx/kennisbank.kant && nginx -t && systemctl reload nginx && sleep 1 &&
    echo "$1" >/etc/kennisbank/kant && . /etc/kennisbank/namen.sh
}

# invullen FILE: print a template of this folder with the names filled in.
invullen() {
  sed -e "s|@NAAM@|$NAAM|; s|@CERTIFICAAT@|$CERTIFICAAT|; s|@SLEUTEL@|$SLEUTEL|" \
    -e "s|@UITGEVER@|$UITGEVER|; s|@CLIENT@|$CLIENT|; s|@KOEK@|$(openssl rand -base64 32 | tr -- '+/' '-_')|" "$1"
}
