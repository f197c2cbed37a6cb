// Draws component trees (as Dash sends them) into an element and changes only what differs: an element that stays keeps
// its focus, its open popover and its selection. Only HTML components; text is always text, never markup.
(function () {
  "use strict";
  const ours = window.callerid;
  const SKIPPED = new Set(["children", "key", "style"]);
  const RENAMED = { className: "class", dateTime: "datetime", tabIndex: "tabindex", htmlFor: "for" };
  const SAFE_LINK = /^(\/(?!\/)|#|tel:|mailto:)/;

  function children(tree) {
    const inner = tree.props.children;
    const list = Array.isArray(inner) ? inner : [inner];
    return list.filter((child) => child !== null && child !== undefined && child !== "");
  }

  function attributes(props) {
    const wanted = new Map();
    for (const [name, value] of Object.entries(props)) {
      if (SKIPPED.has(name) || value === null || value === undefined || value === false) {
        continue;
      }
      if (name === "href" && !SAFE_LINK.test(value)) {
        continue;
      }
      wanted.set(RENAMED[name] || name, value === true ? "" : String(value));
    }
    return wanted;
  }

  function dress(element, props) {
    const wanted = attributes(props);
    const before = element._drawn || new Map();
    for (const name of before.keys()) {
      if (!wanted.has(name)) {
        element.removeAttribute(name);
      }
    }
    for (const [name, value] of wanted) {
      if (before.get(name) !== value) {
        element.setAttribute(name, value);
      }
    }
    element._drawn = wanted;
    const style = props.style || {};
    for (const name of Object.keys(element._style || {})) {
      if (!(name in style)) {
        element.style.removeProperty(name);
      }
    }
    for (const [name, value] of Object.entries(style)) {
      element.style.setProperty(name, value);
    }
    element._style = style;
  }

  // An element can be updated to another tree of the same kind: same tag, same first class, same popover.
  function kind(tree) {
    if (typeof tree !== "object") {
      return "#text";
    }
    const first = String(tree.props.className || "").split(" ")[0];
    return [tree.type, first, tree.props.id || "", tree.props["data-fact"] || ""].join(" ");
  }

  function make(tree) {
    const node = typeof tree === "object" ? document.createElement(tree.type) : document.createTextNode("");
    node._kind = kind(tree);
    return node;
  }

  function update(node, tree) {
    if (typeof tree !== "object") {
      if (node.data !== String(tree)) {
        node.data = String(tree);
      }
      return;
    }
    dress(node, tree.props);
    if (!("data-tick" in tree.props)) {
      ours.draw(node, children(tree));
    }
  }

  // `still` is a child that must not move: an element that moves in the document closes its popovers.
  ours.arrange = function (parent, nodes, still) {
    const staying = new Set(nodes);
    for (const node of [...parent.childNodes]) {
      if (!staying.has(node)) {
        node.remove();
      }
    }
    let place = parent.firstChild;
    for (const node of nodes) {
      if (node === place || node === still) {
        place = node.nextSibling;
      } else {
        parent.insertBefore(node, place);
      }
    }
  };

  ours.draw = function (parent, trees, still) {
    const free = [...parent.childNodes];
    const nodes = trees.map((tree) => {
      const wanted = kind(tree);
      const found = free.findIndex((node) => node._kind === wanted);
      const node = found < 0 ? make(tree) : free.splice(found, 1)[0];
      update(node, tree);
      return node;
    });
    ours.arrange(parent, nodes, still);
  };

  ours.redraw = function (node, tree) {
    const fit = node && node._kind === kind(tree) ? node : make(tree);
    update(fit, tree);
    return fit;
  };

  // Called by Dash with component trees by the id of their target element.
  window.dash_clientside.callerid.drawn = function (parts) {
    for (const [id, trees] of Object.entries(parts || {})) {
      const place = document.getElementById(id);
      if (place) {
        ours.draw(place, trees);
        ours.tick(place);
      }
    }
    return window.dash_clientside.no_update;
  };
})();
