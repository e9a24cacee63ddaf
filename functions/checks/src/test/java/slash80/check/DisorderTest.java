package slash80.check;

final class DisorderTest extends DisorderProof {
  @Override
  Stage stage() {
    return new Stage();
  }

  @Override
  int shuffles() {
    return 1_000;
  }
}
