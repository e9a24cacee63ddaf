# The formula of Homebrew. release.sh fills in the words in capitals between @.
class Slash80 < Formula
  desc "Finds network mistakes in IPv6 Amazon EKS clusters"
  homepage "@HOMEPAGE@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@HOMEPAGE@/releases/download/v@VERSION@/slash80-@VERSION@-macos-arm64.tar.gz"
      sha256 "@macos-arm64@"
    end
    on_intel do
      url "@HOMEPAGE@/releases/download/v@VERSION@/slash80-@VERSION@-macos-x86_64.tar.gz"
      sha256 "@macos-x86_64@"
    end
  end
  on_linux do
    on_arm do
      url "@HOMEPAGE@/releases/download/v@VERSION@/slash80-@VERSION@-linux-arm64.tar.gz"
      sha256 "@linux-arm64@"
    end
    on_intel do
      url "@HOMEPAGE@/releases/download/v@VERSION@/slash80-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@linux-x86_64@"
    end
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/slash80"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/slash80 --version")
    assert_match "interface-closed-to-ipv6-internet", shell_output("#{bin}/slash80 audit --format lines")
  end
end
