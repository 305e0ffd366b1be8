"""A page that ``kg view`` or ``kg demo`` wrote, or one of ``kg serve`` → the picture of it that the READMEs show.

python docs/picture.py PAGE.html docs/graph.png [NAME]
python docs/picture.py 'http://127.0.0.1:7890/?question=…' docs/serve.png

Opens the page in chromium, searches NAME (default: 谊景村社区) as a reader would, and takes what is then seen; of a
page of ``kg serve``, the answer to what its address asks.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 760}


def main(page_file: str, picture: str, name: str = "谊景村社区") -> None:
    """Write the picture (PNG)."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce", locale="zh-CN")
        if "://" in page_file:
            page.goto(page_file)
            page.wait_for_selector("#answer table")
        else:
            page.goto(Path(page_file).resolve().as_uri())
            page.fill("#search", name)
            page.press("#search", "Enter")
            page.wait_for_timeout(1500)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
