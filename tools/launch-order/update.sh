#!/usr/bin/env bash
# Writes src/PSContainer.Launcher/launch-order.txt anew: the launcher's methods in the order in which launches first execute them.
# They lie side by side in the program then, and a launch touches half as many pages of code. Run it as root, with busybox-static and gcc,
# when what a launch does has changed; a method that is missing from the list, or no longer there, does no harm.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

project=src/PSContainer.Launcher
output=$project/bin/Release/net10.0/linux-x64/publish
work=$(mktemp -d)
container=launch-order-$$
trap '"$output/pscontainer" --root "$work/state" delete --force "$container" 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet build "$project" -c Release -v quiet
gcc -O2 -o "$work/first-steps" tools/launch-order/first-steps.c
cp "$output/pscontainer" "$work/program"

# Name, address and size of each method: what is compiled from C lies elsewhere.
nm --numeric-sort --print-size --defined-only "$output/pscontainer.dbg" >"$work/symbols"
bound() { awk -v name="$1" '$NF == name { print $1; exit }' "$work/symbols"; }
first=$(bound __start___managedcode) last=$(bound __stop___managedcode)

mkdir -p "$work/bundle/rootfs/"{bin,dev,proc,sys}
cp "$(command -v busybox)" "$work/bundle/rootfs/bin/busybox"
for applet in true sh sleep; do ln -s busybox "$work/bundle/rootfs/bin/$applet"; done
(cd "$work/bundle" && ../program spec && sed -i 's/"terminal": true/"terminal": false/' config.json)

step() { "$work/first-steps" "$first" "$last" "$work/program" --root "$work/state" "$@" >>"$work/addresses"; }
sed 's|"sh"|"true"|' "$work/bundle/config.json" >"$work/bundle/true.json"
sed 's|"sh"|"sleep", "1d"|' "$work/bundle/config.json" >"$work/bundle/sleep.json"
step --cgroup-manager disabled run --bundle "$work/bundle" --config true.json "$container"
step run --bundle "$work/bundle" --config true.json "$container"
"$work/program" --root "$work/state" run --detach --bundle "$work/bundle" --config sleep.json "$container" >/dev/null 2>&1
step exec "$container" true
step state "$container"
step list
step kill "$container" KILL
step delete --force "$container"

# What the module asks: each frame is its length, in four bytes, and a document. An empty one says that the storage is there.
frame() {
    local length=${#1}
    printf "\\x$(printf %02x $((length & 255)))\\x$(printf %02x $((length >> 8 & 255)))\\x$(printf %02x $((length >> 16)))\\x00"
    printf %s "$1"
}
ask() {
    { frame "{\"launch\":{\"id\":\"$container\",\"stateRoot\":\"$work/state\"$1}}"; frame "$2"; frame ""; } >"$work/request"
    REQUEST=$work/request "$work/first-steps" "$first" "$last" "$work/program" serve >>"$work/addresses"
}
document=$(sed "s|\"rootfs\"|\"$work/bundle/rootfs\"|" "$work/bundle/true.json")
mkdir -p "$work/own" "$work/trash"
ask '' "$document"
ask ",\"storage\":\"$work/own\",\"trash\":\"$work/trash\",\"awaitsStorage\":true,\"makesWorkingDirectory\":true,
    \"layers\":{\"lower\":[\"$work/bundle/rootfs\"],\"folder\":\"$work/own\"},
    \"files\":[{\"name\":\"hosts\",\"hostFile\":\"etc/hosts\",\"text\":\"127.0.1.1 a\"}]" \
    "$(sed "s|\"mounts\": \[|&{\"type\":\"bind\",\"source\":\"$work/state/$container/hosts\",\"destination\":\"/etc/hosts\",\"options\":[\"bind\",\"nosuid\",\"nodev\",\"noexec\"]},|" <<<"$document")"

awk '
    FNR == NR { if (NF == 4) { start[++count] = "x" $1; size[count] = $2; name[count] = $4 } ; next }
    {
        low = 1; high = count
        while (low < high) { middle = int((low + high + 1) / 2); if (start[middle] <= "x" $1) low = middle; else high = middle - 1 }
        if (!(name[low] in told)) { told[name[low]]; print name[low] }
    }' "$work/symbols" "$work/addresses" >"$project/launch-order.txt"
wc -l "$project/launch-order.txt"
