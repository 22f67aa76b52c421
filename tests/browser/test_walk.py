"""The whole way of a review, in a browser, by keys: what was decided is there after the server was killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from summarizer.review import Desk
from tests.browser.driving import Tab
from tests.served import Served, address_of, started


def test_a_brief_is_judged_by_keys_and_every_decision_outlives_a_kill(
    tab: Callable[..., Tab], folder: Path, tmp_path: Path
) -> None:
    """Open, filter, judge ten facts, correct, add, restore, merge, undo, note; reload, kill the server, start it again."""
    with started(folder, "--port", "0", "--reviewer", "anna", cwd=tmp_path) as process:
        url = address_of(process)
        anna = tab().open(url)
        anna.all(
            "#filters a",
        ).filter(has_text="Flagged").click()
        anna.ready()
        assert anna.all("tr.row").count() == 1
        anna.press("j", "Enter")
        anna.ready()
        assert "Velmora" in anna.current.inner_text()

        # Ten facts, by keys alone: nine accepted or rejected, the cursor goes on by itself.
        anna.press("a")
        anna.state("Velmora", "accepted")
        assert "Drovia" in anna.current.inner_text().splitlines()[0]
        anna.press("a", "a", "a")  # faster than the server answers
        anna.state("A4", "accepted")
        assert "A5" in anna.current.inner_text().splitlines()[0]
        anna.go_to("patrol boats")
        anna.press("a")
        anna.go_to("radars")
        anna.press("a")
        anna.go_to("tugs")
        anna.press("r", "4")
        anna.state("tugs", "rejected")
        assert "wrong status" in anna.one("tugs").inner_text()
        anna.go_to("nine million")
        anna.press("a")
        anna.press("a", "a")
        anna.state("D1", "accepted")

        # A number that the source does not have is refused, with the reason; the right one is taken.
        anna.go_to("trucks")
        anna.press("e")
        quantity = anna.all("#field-quantity")
        quantity.fill("sixty")
        anna.all("#field-quantity-fault").filter(has_text="'sixty' is not in the evidence").wait_for()
        quantity.press("Enter")
        anna.said("Not saved")
        assert quantity.get_attribute("aria-invalid") == "true"
        assert "field-quantity-fault" in str(quantity.get_attribute("aria-describedby"))
        quantity.fill("forty")
        anna.all("#field-description").fill("forty trucks")
        anna.all("#editor-judge.passed").wait_for()
        quantity.press("Enter")
        anna.state("forty trucks", "corrected")

        # A missed fact, its words selected with the mouse.
        anna.drag("Merlane sold thirty engines to Kesh")
        anna.press("n", "2")
        anna.all("#field-description").fill("engines")
        anna.all("#field-quantity").fill("thirty")
        anna.all("#field-supplier").fill("Merlane")
        anna.all("#field-recipient").fill("Kesh")
        anna.all("#field-status").select_option("delivered")
        anna.all("#editor-judge.passed").wait_for()
        anna.all("#field-quantity").press("Enter")
        anna.state("engines", "added")

        # Another one, its words selected with the keyboard.
        anna.press("v", "End")
        anna.press("ArrowUp") if "wheat" in anna.all("#said").inner_text() else None
        for _ in range(30):
            if "Drovia" in anna.all("#said").inner_text():
                break
            anna.press("ArrowLeft")
        anna.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
        assert "Drovia sent wheat to Velmora" in anna.all("#pick-words").inner_text()
        anna.press("n", "2")
        anna.all("#field-description").fill("wheat")
        anna.all("#field-status").select_option("delivered")
        anna.all("#editor-judge.passed").wait_for()
        anna.all("#field-description").press("Enter")
        anna.state("wheat", "added")

        # A ledger line that was dropped wrongly, and one that was dropped rightly.
        anna.go_to("tents")
        anna.press("s")
        assert anna.all("#field-supplier").input_value() == "Kesh"
        anna.all("#editor-judge.passed").wait_for()
        anna.all("#field-description").press("Enter")
        anna.state("tents", "restored")
        anna.go_to("barges")
        anna.press("d")
        anna.one("barges").filter(has_text="rightly dropped").wait_for()

        # Two facts are one; undone, done again; a note.
        anna.go_to("A4", "k")
        anna.press("x", "j", "g")
        anna.state("A4", "merged")
        anna.press("u")
        anna.state("A4", "accepted")
        anna.press("U")
        anna.state("A4", "merged")
        anna.press("c")
        anna.page.keyboard.type("Is he the same man?")
        anna.press("Enter")
        anna.said("ote")
        anna.all(".fact .note").filter(has_text="the same man").wait_for()

        def states() -> list[str]:
            return sorted(
                anna.page.evaluate(
                    "[...document.querySelectorAll('.fact')].map(f => f.querySelector('.main').textContent + ': ' + f.dataset.review)"
                )
            )

        before = states()
        assert len(before) == 15
        assert not [state for state in before if state.endswith(": open")]
        anna.page.reload()
        anna.ready()
        assert states() == before

        # A form that is open, a server that is killed, and one that is started on the same port.
        anna.press("e")
        anna.all("#field-name").fill("Velmora of the North")
        anna.all("#editor-judge").filter(has_text="refuses").wait_for()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        anna.all("#field-name").fill("Velmora")
        anna.all("#gone").wait_for()
    with started(folder, "--port", url.rstrip("/").rpartition(":")[2], "--reviewer", "anna", cwd=tmp_path) as process:
        assert address_of(process) == url
        assert anna.all("#field-name").input_value() == "Velmora"
        # The new server knows the page's token no more: it fetches a new one by itself.
        anna.look()
        anna.all("#gone").wait_for(state="hidden")
        anna.all("#editor-judge").filter(has_text="finds it supported").wait_for()
        anna.all("#field-name").press("Enter")
        anna.all("#editor").wait_for(state="hidden")
        anna.page.reload()
        anna.ready()
        assert [state for state in states() if not state.startswith("Velmora:")] == [
            s for s in before if not s.startswith("Velmora:")
        ]
        anna.press("f")
        anna.page.wait_for_url("**/brief/right")
        anna.ready()
        anna.said("Finished")
    desk = Desk(folder)
    review = desk.sheet("port").review
    assert review.finished is not None and review.finished[0] == "anna"
    assert review.count("added") == 2 and review.count("restored") == 1
    desk.close()


def test_twenty_right_facts_take_two_presses(tab: Callable[..., Tab], served: Served) -> None:
    """A accepts what is supported, f finishes and goes on."""
    anna = tab().open(f"http://127.0.0.1:{served.port}/brief/right")
    anna.press("A", "f")
    anna.page.wait_for_url("**/brief/port")
    anna.ready()
    anna.said("Finished")
    assert anna.presses == 2
    review = served.desk.sheet("right").review
    assert review.decided == 20 and review.finished is not None


def test_twenty_facts_one_by_one_take_twenty_presses(tab: Callable[..., Tab], served: Served) -> None:
    """Each press is one decision, however fast they come; one press too many is none."""
    anna = tab().open(f"http://127.0.0.1:{served.port}/brief/right")
    anna.go_to("engines")
    anna.presses = 0
    anna.press(*["a"] * 20)
    anna.said("f finishes the brief")
    assert anna.presses == 20
    assert served.desk.sheet("right").review.decided == 20
    anna.press("a", "a")
    anna.said("by you already")
    assert len(served.desk.sheet("right").decisions) == 20
    anna.press("u")
    anna.said("Undone")
    anna.press("a", "a", "a", "a")
    anna.said("f finishes the brief")
    assert len(served.desk.sheet("right").decisions) == 22
