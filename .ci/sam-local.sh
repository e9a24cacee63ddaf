#!/usr/bin/env bash
# Makes this machine able to run `sam local invoke` for the java25 runtime.
#
#   sam-local.sh up WORK_FOLDER SAM_VENV     prints NAME=VALUE lines: variables for sam, and BIND and HOST: the address to bind
#                                            a server to, and the name by which functions then reach it
#   sam-local.sh down WORK_FOLDER            stops what `up` started
#
# A Docker engine is used if it runs, with Amazon's images. Otherwise podman with runc serves the Docker API, and the
# runtime's image is assembled from this machine's own files (its JDK, busybox, SAM's runtime emulator, Amazon's runtime
# interface client): no registry is needed. Such an image tests handler, packaging, runtime API, environment and memory, but
# not Amazon Linux.
# Exit code 4: there is no container engine.
set -euo pipefail

readonly no_engine=4

docker_engine() {
  local bind=127.0.0.1 host=host.docker.internal
  if [ "$(uname -s)" = Linux ]; then # no virtual machine in between: a function reaches its bridge's gateway
    bind=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
    host=$bind
  fi
  printf 'BIND=%s\nHOST=%s\n' "$bind" "$host"
}

# Short, because the path of a socket must be short. The same each time, because podman keeps the first one that it saw.
running_folder() {
  printf '/run/slash80-%s' "$(printf '%s' "$1" | cksum | tr -dc 0-9)"
}

configure_podman() {
  mkdir -p "$running"
  # Neither events in journald, nor limits above what a container's root may have, nor cgroups by systemd: this machine may itself be a container.
  cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
  # Separate storage: the image is of use to these tests only, and its name would mislead others.
  use_podman
  write_storage overlay
  # A container whose own file system is an overlay cannot have another overlay.
  podman info >/dev/null 2>&1 || write_storage vfs
}

write_storage() {
  cat >"$work/storage.conf" <<CONF
[storage]
driver = "$1"
graphroot = "$work/storage-$1"
runroot = "$running"
CONF
}

use_podman() {
  export CONTAINERS_CONF=$work/containers.conf CONTAINERS_STORAGE_CONF=$work/storage.conf
}

# Copies the libraries that the files are linked to.
copy_libraries() {
  local root=$1
  shift
  { ldd "$@" 2>/dev/null || true; } | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/lib.*\/ld-/ {print $1}' | copy_files "$root"
}

copy_files() {
  local root=$1 file
  sort -u | while IFS= read -r file; do
    case $file in "$root"/*) continue ;; esac
    mkdir -p "$root$(dirname "$file")"
    cp -L "$file" "$root$file"
  done
}

lay_system() {
  local root=$1 command
  mkdir -p "$root"/{bin,dev,etc,lib64,opt,proc,root,sys,tmp,usr/bin,var/lang,var/rapid,var/runtime/lib,var/task}
  chmod 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for command in sh cat ls env mkdir cp mv chmod rm sleep date true; do ln -s busybox "$root/bin/$command"; done
  printf 'root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:993:990::/home/sbx_user1051:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  copy_libraries "$root" /bin/ls
  # The libraries that the runtime interface client is linked to, and those that look up names.
  ldconfig -p | awk '/lib(gcc_s|stdc\+\+|resolv|nss_files|nss_dns|z)\.so/ && /(x86-64|AArch64)/ {print $NF}' | copy_files "$root"
}

lay_emulator() {
  local root=$1
  install -m 755 "$sam"/lib/python3*/site-packages/samcli/local/rapid/"aws-lambda-rie-$machine" "$root/var/rapid/aws-lambda-rie"
  cat >"$root/lambda-entrypoint.sh" <<'SCRIPT'
#!/bin/sh
export _HANDLER="${1:-$_HANDLER}"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then exec /var/rapid/aws-lambda-rie /var/runtime/bootstrap "$@"; fi
exec /var/runtime/bootstrap
SCRIPT
  chmod 755 "$root/lambda-entrypoint.sh"
}

lay_java() {
  local root=$1
  rmdir "$root/var/lang"
  "$JAVA_HOME/bin/jlink" --output "$root/var/lang" --strip-debug --no-header-files --no-man-pages \
    --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.net,jdk.httpserver
  copy_libraries "$root" "$root/var/lang/bin/java" "$root"/var/lang/lib/*.so "$root"/var/lang/lib/server/*.so
  (cd "$project" && ./mvnw -B -q -ntp -f .ci/runtime-interface-client.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
    -DincludeScope=runtime "-DoutputDirectory=$root/var/runtime/lib") >&2
  # Memory as Lambda gives it to a JVM.
  cat >"$root/var/runtime/bootstrap" <<'SCRIPT'
#!/bin/sh
exec /var/lang/bin/java -XX:MaxHeapSize=$((${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-512} * 85 / 100))m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  --enable-native-access=ALL-UNNAMED -cp '/var/runtime/lib/*' com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
SCRIPT
  chmod 755 "$root/var/runtime/bootstrap"
}

# The contents of the image.
ingredients() {
  cat "$JAVA_HOME/release" "${BASH_SOURCE[0]}" "$project/.ci/runtime-interface-client.xml" "$project/.ci/requirements-sam.txt" | cksum
}

is_assembled() {
  podman image exists "$image" && [ "$(cat "$work/ingredients" 2>/dev/null)" = "$(ingredients)" ]
}

assemble_image() {
  local root=$work/root
  rm -rf "$root"
  lay_system "$root"
  lay_emulator "$root"
  lay_java "$root"
  tar -C "$root" -c . | podman import -q --change 'WORKDIR /var/task' --change 'ENTRYPOINT ["/lambda-entrypoint.sh"]' \
    --change 'ENV LAMBDA_TASK_ROOT=/var/task' --change 'ENV LAMBDA_RUNTIME_DIR=/var/runtime' --change 'ENV TZ=UTC' \
    --change 'ENV PATH=/var/lang/bin:/usr/bin:/bin' - "$image" >&2
  rm -rf "$root"
  ingredients >"$work/ingredients"
}

# The bridge exists only while a container uses it, so one stays as long as a server is bound to it.
raise_bridge() {
  podman run -d --rm --entrypoint /bin/sleep "$image" 36000 >"$work/bridge.container"
  podman network inspect podman --format '{{range .Subnets}}{{.Gateway}}{{end}}'
}

serve_docker_api() {
  podman system service --time=0 "unix://$socket" >"$work/service.log" 2>&1 &
  printf '%s' $! >"$work/service.pid"
  local _
  for _ in $(seq 100); do
    if [ -S "$socket" ] && curl -sf --unix-socket "$socket" http://d/_ping >/dev/null; then return; fi
    sleep 0.1
  done
  cat "$work/service.log" >&2
  return 1
}

podman_engine() {
  configure_podman
  local gateway socket=$running/podman.sock
  is_assembled || assemble_image
  gateway=$(raise_bridge)
  serve_docker_api
  printf '%s\n' "DOCKER_HOST=unix://$socket" "CONTAINERS_CONF=$CONTAINERS_CONF" "CONTAINERS_STORAGE_CONF=$CONTAINERS_STORAGE_CONF" \
    SKIP_PULL=1 "BIND=$gateway" "HOST=$gateway"
}

up() {
  local work=$1 sam=$2 machine project image running
  running=$(running_folder "$work")
  machine=$(uname -m)
  case $machine in aarch64 | arm64) machine=arm64 ;; esac
  project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  image=public.ecr.aws/lambda/java:25-rapid-$machine
  mkdir -p "$work"
  down "$work"
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    docker_engine
  elif [ "$(id -u)" = 0 ] && command -v podman >/dev/null && command -v runc >/dev/null && command -v busybox >/dev/null; then
    podman_engine
  else
    echo 'no container engine found: start Docker, or install podman, runc and busybox-static and be root' >&2
    exit $no_engine
  fi
}

stop_service() {
  local _
  kill "$1" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}

down() {
  local work=$1 running
  running=$(running_folder "$work")
  [ -d "$running" ] || return 0
  use_podman
  if [ -e "$work/bridge.container" ]; then podman rm -f -t 0 "$(cat "$work/bridge.container")" >/dev/null 2>&1 || true; fi
  if [ -e "$work/service.pid" ]; then stop_service "$(cat "$work/service.pid")"; fi
  rm -rf "$running" "$work/bridge.container" "$work/service.pid"
}

"$@"
