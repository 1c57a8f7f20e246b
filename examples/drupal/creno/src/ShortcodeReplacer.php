<?php

declare(strict_types=1);

namespace Drupal\creno;

/**
 * Puts widgets in the place of the shortcodes of a document.
 *
 * Only texts are looked at, never attributes or comments, so that nothing which
 * is written in a shortcode can change the markup around it.
 */
final class ShortcodeReplacer {

  /**
   * Where a shortcode is shown as it is written, or a widget cannot stand.
   */
  private const KEPT = [
    'a',
    'button',
    'code',
    'creno-booking',
    'pre',
    'script',
    'select',
    'style',
    'svg',
    'math',
    'template',
    'textarea',
  ];

  /**
   * Replaces the shortcodes of a document.
   *
   * @param \DOMDocument $document
   *   The document, which is changed.
   * @param callable(array<string, string>): iterable<\DOMNode> $render
   *   Gives the nodes, of any document, that stand for choices.
   *
   * @return bool
   *   Whether there was one.
   */
  public static function replace(\DOMDocument $document, callable $render): bool {
    $document->normalize();
    $kept = implode(' or ', array_map(static fn (string $tag): string => "local-name()='$tag'", self::KEPT));
    $query = sprintf("//body//text()[contains(., '%s')][not(ancestor::*[%s])]", Shortcode::START, $kept);
    $texts = (new \DOMXPath($document))->query($query);
    $found = FALSE;
    $widgets = [];
    foreach ($texts === FALSE ? [] : $texts as $text) {
      $pieces = Shortcode::split((string) $text->nodeValue);
      $parent = $text->parentNode;
      if (!$parent instanceof \DOMElement || !array_filter($pieces, 'is_array')) {
        continue;
      }
      foreach ($pieces as $piece) {
        $nodes = is_array($piece) ? $render($piece) : [$document->createTextNode($piece)];
        foreach ($nodes as $node) {
          $node = $document->importNode($node, TRUE);
          $parent->insertBefore($node, $text);
          if (is_array($piece)) {
            $widgets[] = $node;
          }
        }
      }
      $parent->removeChild($text);
      self::unwrap($parent, $widgets);
      $found = TRUE;
    }
    return $found;
  }

  /**
   * Takes a paragraph away which holds nothing but widgets.
   *
   * Text editors put a shortcode which is alone on its line in a paragraph; a
   * theme may render the widget with elements that no paragraph can hold.
   *
   * @param \DOMElement $paragraph
   *   An element, perhaps a paragraph.
   * @param \DOMNode[] $widgets
   *   The nodes that stand for shortcodes.
   */
  private static function unwrap(\DOMElement $paragraph, array $widgets): void {
    if ($paragraph->tagName !== 'p' || $paragraph->parentNode === NULL) {
      return;
    }
    $alone = [];
    foreach ($paragraph->childNodes as $child) {
      if (in_array($child, $widgets, TRUE)) {
        $alone[] = $child;
      }
      elseif ($child->nodeName !== 'br' && !self::isBlank($child)) {
        return;
      }
    }
    foreach ($alone as $widget) {
      $paragraph->parentNode->insertBefore($widget, $paragraph);
    }
    $paragraph->parentNode->removeChild($paragraph);
  }

  /**
   * Tells whether a node shows nothing.
   *
   * @param \DOMNode $node
   *   A node.
   *
   * @return bool
   *   TRUE for a comment or a text of spaces.
   */
  private static function isBlank(\DOMNode $node): bool {
    return $node instanceof \DOMComment
      || ($node instanceof \DOMText && preg_match('/^[\s\p{Z}]*$/Du', $node->data) === 1);
  }

}
