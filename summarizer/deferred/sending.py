"""Sending what is written: uploaded, made a batch, and taken up again from wherever a kill cut it off."""

from __future__ import annotations

from summarizer.chat import Usage
from summarizer.deferred.desk import Desk, counted
from summarizer.deferred.queue import BatchRow
from summarizer.errors import EndpointError, SummarizerError

__all__ = ["Sender"]

USUAL = 1000  # tokens of an answer, for estimates before there is any


class Sender:
    """Sends files of questions; ``questions`` in ``batches`` so far."""

    def __init__(self, desk: Desk) -> None:
        self.questions = 0
        self.batches = 0
        self._desk = desk
        self._queue = desk.queue

    def send(self, batch: BatchRow) -> None:
        """Say what goes where, and send it."""
        work = self._desk.work(self._queue.settings_of(batch))
        host = self._desk.connect(batch.endpoint).host
        n = batch.questions
        prompt, most, at_most = self._queue.size_of(batch.name)
        usual = int(min(self._queue.usual_answer() or USUAL, most / n))
        cost = ""
        if work.price is not None and at_most is not None:
            # Question by question: what a token costs may depend on how many of them a call has.
            about = n * work.price(Usage(prompt=prompt // n, completion=usual))
            cost = f"; about ${about:.4g}, at most about ${at_most:.4g}"
        self._desk.say(
            f"Submitting {counted(n, 'question')} to {batch.model} at {host} ({batch.bytes / 1e6:.3g} MB): about "
            f"{prompt:,} tokens, and {usual * n:,} of answers{cost}"
        )
        self.dispatch(batch)

    def dispatch(self, batch: BatchRow) -> None:
        """Upload a batch that is written, and make it, from wherever it was cut off."""
        api = self._desk.connect(batch.endpoint)
        path = self._queue.folder / f"{batch.name}.jsonl"
        if batch.state == "creating" and self.was_created(batch):
            return
        file_id = batch.input_file if batch.state != "written" else None
        if file_id is None:
            if not path.is_file():
                self._queue.end_batch(
                    batch.name, "its file was removed from this disk before it was sent", counts=False
                )
                return
            file_id = api.upload(path)
            self._queue.set_batch(batch.name, state="uploaded", input_file=file_id)
        self._queue.set_batch(batch.name, state="creating")
        try:
            made = api.create(file_id, batch.name)
        except SummarizerError as error:
            if not isinstance(error, EndpointError) or 400 <= (error.status or 0) < 500:
                # Refused: there is no such batch, whatever the reason.
                self._queue.set_batch(batch.name, state="written", input_file=None)
            error.mend = error.mend or "submit again: it goes on from here, and pays nothing twice"
            raise
        self._queue.set_state(batch.name, made)
        path.unlink(missing_ok=True)
        self.questions += batch.questions
        self.batches += 1
        self._desk.say(f"{made.id} at {api.host}: {counted(batch.questions, 'question')}, {made.status}")

    def was_created(self, batch: BatchRow) -> bool:
        """Whether a batch that was asked for is there; then it is known from here on."""
        found = self._desk.connect(batch.endpoint).find(batch.name, batch.written_at)
        if found is None:
            return False
        self._queue.set_state(batch.name, found)
        (self._queue.folder / f"{batch.name}.jsonl").unlink(missing_ok=True)
        self._desk.say(f"{found.id} was made before the cut; nothing is sent twice")
        return True

    def remove_strays(self) -> None:
        """Files that a kill left behind before they stood in the queue: their questions are open still."""
        known = {batch.name for batch in self._queue.batches() if batch.state != "ended"}
        for path in self._queue.folder.glob("*.jsonl*"):
            if path.name.partition(".")[0] not in known:
                path.unlink(missing_ok=True)
